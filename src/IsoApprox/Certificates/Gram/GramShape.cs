namespace IsoApprox.Certificates.Gram;

/// <summary>Whether the arrays of a Gram certificate fit its problem: lengths, signs, rows, levels.</summary>
internal static class GramShape
{
    private enum PairRelation
    {
        SameClass,
        OtherClass,
        Distinct,
    }

    /// <summary>What is wrong, in one line; null when nothing is.</summary>
    internal static string? Malformation(GramCertificate c, Problem problem)
    {
        if (c.Metric != problem.Metric)
        {
            return $"the certificate is for {c.Metric}, the problem asks {problem.Metric}";
        }

        if (c.Mu is null || c.Kappa is null || c.Slopes is null || c.Lambda is null || c.Nu is null || c.Near is null || c.Far is null
            || c.Alpha is null || c.Beta is null)
        {
            return "an array of multipliers is missing";
        }

        var (count, set) = (problem.Points.Count, problem.Set);
        var isHausdorff = c.Metric == NearestMetric.HausdorffLike;
        return Numbers(c.Mu, "mu", isHausdorff ? count : 0, signed: false)
            ?? Numbers(c.Kappa, "kappa", set.HasUnitNorms ? count : 0, signed: true)
            ?? Slopes(c.Slopes, count, isHausdorff && set.Margin > 0)
            ?? Cuts(c.Lambda, "lambda", problem, below: true) ?? Cuts(c.Nu, "nu", problem, below: false)
            ?? Pairs(c.Near, "near", problem, double.IsFinite(set.Within), PairRelation.SameClass)
            ?? Pairs(c.Far, "far", problem, set.HasThresholds, PairRelation.OtherClass)
            ?? Pairs(c.Alpha, "alpha", problem, !isHausdorff, PairRelation.Distinct)
            ?? Pairs(c.Beta, "beta", problem, !isHausdorff, PairRelation.Distinct);
    }

    private static string? Numbers(double[] values, string name, int length, bool signed)
    {
        if (values.Length != length)
        {
            return $"{name} has {values.Length} entries, expected {length}";
        }

        var bad = Array.FindIndex(values, v => !double.IsFinite(v) || (!signed && v < 0));
        return bad < 0 ? null : $"{name}[{bad}] is {values[bad]}, expected a finite number{(signed ? "" : " >= 0")}";
    }

    private static string? Slopes(double[] slopes, int count, bool allowed) =>
        slopes.Length > 0 && !allowed ? "slopes do not belong to this metric and set"
        : count > 0 && slopes.Length % count != 0 ? $"slopes has {slopes.Length} entries, expected a multiple of {count}"
        : Numbers(slopes, "slopes", slopes.Length, signed: true);

    private static string? Rows(string name, int entry, int first, int second, int count) =>
        (uint)first < (uint)count && (uint)second < (uint)count
            ? null
            : $"{name}[{entry}] names rows {first}, {second}; rows are 0..{count - 1}";

    private static string? Cuts(CutMultipliers cuts, string name, Problem problem, bool below)
    {
        if (cuts.Anchor is null || cuts.Boundary is null || cuts.Row is null || cuts.Values is null)
        {
            return $"an array of {name} is missing";
        }

        if (cuts.Anchor.Length != cuts.Count || cuts.Boundary.Length != cuts.Count || cuts.Row.Length != cuts.Count)
        {
            return $"{name} has {cuts.Anchor.Length}, {cuts.Boundary.Length}, {cuts.Row.Length} rows and {cuts.Count} values, expected "
                + $"equal lengths";
        }

        if (cuts.Count > 0 && !problem.Set.HasComparisons)
        {
            return $"{name} does not belong to the {problem.Set.Name} set";
        }

        for (var e = 0; e < cuts.Count; e++)
        {
            var (anchor, boundary, row) = (cuts.Anchor[e], cuts.Boundary[e], cuts.Row[e]);
            if (Rows(name, e, anchor, row, problem.Points.Count) is { } reason)
            {
                return reason;
            }

            if (boundary < 1 || boundary >= Math.Max(2, problem.Levels.Count))
            {
                return $"{name}[{e}] has the boundary {boundary}; boundaries are 1..{problem.Levels.Count - 1}";
            }

            var level = problem.Level(anchor, row);
            if (level < boundary != below)
            {
                return $"{name}[{e}] names rows {anchor}, {row}, which are {WrongSide(problem, below, boundary)}";
            }
        }

        return Numbers(cuts.Values, name, cuts.Count, signed: false);
    }

    private static string WrongSide(Problem problem, bool below, int boundary) =>
        problem.Levels.IsOfClasses ? $"not in {(below ? "one class" : "different classes")}"
        : $"of a level {(below ? "not below" : "below")} the boundary {boundary}";

    private static string? Pairs(PairMultipliers pairs, string name, Problem problem, bool allowed, PairRelation relation)
    {
        if (pairs.First is null || pairs.Second is null || pairs.Values is null)
        {
            return $"an array of {name} is missing";
        }

        if (pairs.First.Length != pairs.Count || pairs.Second.Length != pairs.Count)
        {
            return $"{name} has {pairs.First.Length}, {pairs.Second.Length} rows and {pairs.Count} values, expected equal lengths";
        }

        if (pairs.Count > 0 && !allowed)
        {
            return $"{name} do not belong to this metric and set";
        }

        var classes = problem.Points.Classes;
        for (var e = 0; e < pairs.Count; e++)
        {
            var (i, j) = (pairs.First[e], pairs.Second[e]);
            if (Rows(name, e, i, j, classes.Length) is { } reason)
            {
                return reason;
            }

            if (i == j || (relation != PairRelation.Distinct && (classes[i] == classes[j]) != (relation == PairRelation.SameClass)))
            {
                var expected = relation == PairRelation.Distinct
                    ? "distinct"
                    : relation == PairRelation.SameClass ? "two of one class" : "of two classes";
                return $"{name}[{e}] names rows {i}, {j}, which are not {expected}";
            }
        }

        return Numbers(pairs.Values, name, pairs.Count, signed: false);
    }
}
