using IsoApprox.Separation;

namespace IsoApprox.Certificates;

/// <summary>Whether the arrays of a constraint certificate fit its problem: lengths, signs, rows, levels.</summary>
internal static class ConstraintShape
{
    /// <summary>What is wrong, in one line; null when nothing is.</summary>
    internal static string? Malformation(ConstraintCertificate c, ConstraintProblem problem)
    {
        if (c.Metric != problem.Metric)
        {
            return $"the certificate is for {c.Metric}, the problem asks {problem.Metric}";
        }

        if (c.Mu is null || c.Kappa is null || c.Lambda is null || c.Nu is null || c.Near is null || c.Far is null || c.Alpha is null || c.Beta is null)
        {
            return "an array of multipliers is missing";
        }

        var (count, set) = (problem.Points.Count, problem.Set);
        var isHausdorff = c.Metric == NearestMetric.HausdorffLike;
        return Numbers(c.Mu, "mu", isHausdorff ? count : 0, signed: false)
            ?? Numbers(c.Kappa, "kappa", set.Kind == ConstraintKind.Sphere ? count : 0, signed: true)
            ?? Cuts(c.Lambda, "lambda", problem, below: true) ?? Cuts(c.Nu, "nu", problem, below: false)
            ?? Pairs(c.Near, "near", problem, set.Kind == ConstraintKind.Contrastive, sameClass: true)
            ?? Pairs(c.Far, "far", problem, set.Kind == ConstraintKind.Contrastive, sameClass: false)
            ?? Pairs(c.Alpha, "alpha", problem, !isHausdorff, null) ?? Pairs(c.Beta, "beta", problem, !isHausdorff, null);
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

    private static string? Rows(string name, int entry, int first, int second, int count) =>
        (uint)first < (uint)count && (uint)second < (uint)count ? null : $"{name}[{entry}] names rows {first}, {second}; rows are 0..{count - 1}";

    private static string? Cuts(CutMultipliers cuts, string name, ConstraintProblem problem, bool below)
    {
        if (cuts.Anchor is null || cuts.Boundary is null || cuts.Row is null || cuts.Values is null)
        {
            return $"an array of {name} is missing";
        }

        if (cuts.Anchor.Length != cuts.Count || cuts.Boundary.Length != cuts.Count || cuts.Row.Length != cuts.Count)
        {
            return $"{name} has {cuts.Anchor.Length}, {cuts.Boundary.Length}, {cuts.Row.Length} rows and {cuts.Count} values, expected equal lengths";
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

            if (boundary < 1 || boundary >= problem.Levels.Count)
            {
                return $"{name}[{e}] has the boundary {boundary}; boundaries are 1..{problem.Levels.Count - 1}";
            }

            var level = problem.Level(anchor, row);
            if (level < boundary != below)
            {
                return $"{name}[{e}]: row {row} has level {level} for anchor {anchor}, which is {(below ? "not below" : "below")} the boundary {boundary}";
            }
        }

        return Numbers(cuts.Values, name, cuts.Count, signed: false);
    }

    private static string? Pairs(PairMultipliers pairs, string name, ConstraintProblem problem, bool allowed, bool? sameClass)
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
            return $"{name} does not belong to this metric and set";
        }

        var classes = problem.Points.Classes;
        for (var e = 0; e < pairs.Count; e++)
        {
            var (i, j) = (pairs.First[e], pairs.Second[e]);
            if (Rows(name, e, i, j, classes.Length) is { } reason)
            {
                return reason;
            }

            if (i == j || (sameClass is { } same && (classes[i] == classes[j]) != same))
            {
                return $"{name}[{e}] names rows {i}, {j}; expected two rows{(sameClass is null ? "" : sameClass.Value ? " of one class" : " of two classes")}";
            }
        }

        return Numbers(pairs.Values, name, pairs.Count, signed: false);
    }
}
