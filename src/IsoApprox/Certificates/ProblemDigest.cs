namespace IsoApprox.Certificates;

/// <summary>
/// The numbers of a problem, hashed, so that a certificate can name it: SHA-256 in lower-case hexadecimal digits, everything little-endian.
/// </summary>
internal static class ProblemDigest
{
    /// <summary>
    /// "isoapprox/problem/2", the metric (int32: 0 Hausdorff-like, 1 isometric error), 1 for comparisons and 1 for unit norms, else 0
    /// (int32), margin, a (infinite where there is none), b and the least diameter (binary64), N, n, the number of classes c and the number
    /// of levels L (int32), where L > 2 the c x c levels row by row (int32), the N n coordinates row by row (binary64, -0 written as 0),
    /// the N classes (int32).
    /// </summary>
    internal static string Compute(Problem problem)
    {
        var (f, set) = (problem.Points, problem.Set);
        using var digest = new InstanceDigest("isoapprox/problem/2");
        digest.Append((int)problem.Metric);
        digest.Append(set.HasComparisons ? 1 : 0);
        digest.Append(set.HasUnitNorms ? 1 : 0);
        foreach (var length in new[] { set.Margin, set.Within, set.Beyond, set.LeastDiameter })
        {
            digest.Append(length);
        }

        digest.Append(f.Count);
        digest.Append(f.Dimension);
        digest.Append(f.ClassCount);
        digest.Append(problem.Levels.Count);
        if (!problem.Levels.IsOfClasses)
        {
            AppendLevels(digest, problem);
        }

        digest.AppendCoordinates(f);
        digest.Append(f.Classes);
        return digest.Finish();
    }

    /// <summary>The digests that earlier versions gave to the problem, none where they had no such problem.</summary>
    internal static IEnumerable<string> Earlier(Problem problem)
    {
        var set = problem.Set;
        if (set.IsTripletSeparated)
        {
            yield return FirstOfTriplets(problem);
        }

        if (set.Margin > 0 || set.LeastDiameter > 0 || (set.HasComparisons && set.HasThresholds))
        {
            yield break;
        }

        // 0 F_TS, 1 ladder, 2 thresholds, 3 sphere; a ladder whose levels are the classes is F_TS.
        foreach (var kind in !set.HasComparisons ? [2] : set.HasUnitNorms ? [3] : set.IsTripletSeparated ? new[] { 0, 1 } : [1])
        {
            yield return FirstOfSets(problem, kind);
        }
    }

    /// <summary>"isoapprox/problem/1", metric, N, n, margin, coordinates, classes.</summary>
    private static string FirstOfTriplets(Problem problem)
    {
        using var digest = new InstanceDigest("isoapprox/problem/1");
        digest.Append((int)problem.Metric);
        digest.Append(problem.Points.Count);
        digest.Append(problem.Points.Dimension);
        digest.Append(problem.Set.Margin);
        digest.AppendCoordinates(problem.Points);
        digest.Append(problem.Points.Classes);
        return digest.Finish();
    }

    /// <summary>
    /// "isoapprox/constraint-problem/1", metric, kind, a and b (0 without thresholds), N, n, c, the c x c levels, coordinates, classes.
    /// </summary>
    private static string FirstOfSets(Problem problem, int kind)
    {
        var (f, set) = (problem.Points, problem.Set);
        using var digest = new InstanceDigest("isoapprox/constraint-problem/1");
        digest.Append((int)problem.Metric);
        digest.Append(kind);
        digest.Append(set.HasComparisons ? 0 : set.Within);
        digest.Append(set.Beyond);
        digest.Append(f.Count);
        digest.Append(f.Dimension);
        digest.Append(f.ClassCount);
        AppendLevels(digest, problem);
        digest.AppendCoordinates(f);
        digest.Append(f.Classes);
        return digest.Finish();
    }

    private static void AppendLevels(InstanceDigest digest, Problem problem)
    {
        var row = new int[problem.Levels.ClassCount];
        for (var a = 0; a < row.Length; a++)
        {
            for (var b = 0; b < row.Length; b++)
            {
                row[b] = problem.Levels[a, b];
            }

            digest.Append(row);
        }
    }
}
