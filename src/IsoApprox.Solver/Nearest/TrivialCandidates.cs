using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Numerics;

namespace IsoApprox.Solver.Nearest;

/// <summary>Embeddings that are Triplet-Separated by construction: everything at one point, each class at one point, contracted classes, lifted classes.</summary>
internal static class TrivialCandidates
{
    internal static IEnumerable<Candidate> All(Embedding f, NearestMetric metric, int dimension, double margin, double hardMinedLoss)
    {
        var proposals = margin > 0
            ? [("class centres on a line", ClassesOnLine(f, margin))]
            : WithoutMargin(f, hardMinedLoss);
        foreach (var (name, g) in proposals)
        {
            if (Fit(g, f, metric, dimension) is { } fitted && SeparationRepair.Apply(f, fitted, metric, margin, name) is { } candidate)
            {
                yield return candidate;
            }
        }

        if (margin == 0 && dimension >= f.Dimension + f.ClassCount - 1)
        {
            var lifted = LiftRepair.Apply(f, hardMinedLoss * (1 + 1e-12));
            if (SeparationRepair.Apply(f, Pad(lifted, dimension), metric, 0, "LiftRepair") is { } candidate)
            {
                yield return candidate;
            }
        }
    }

    private static IEnumerable<(string Name, Embedding G)> WithoutMargin(Embedding f, double hardMinedLoss)
    {
        yield return ("all points at the centre of the enclosing ball", AtCentres(f, perClass: false));
        yield return ("each class at the centre of its enclosing ball", AtCentres(f, perClass: true));
        yield return ("ContractRepair", BestContraction(f, hardMinedLoss));
    }

    /// <summary>Bisects delta downward from the guaranteed value; keeps the smallest delta seen that passes the test.</summary>
    private static Embedding BestContraction(Embedding f, double hardMinedLoss)
    {
        var high = ContractRepair.GuaranteedDelta(f, hardMinedLoss) * (1 + 1e-9);
        var (low, best) = (0.0, ContractRepair.Apply(f, high));
        for (var step = 0; step < 12; step++)
        {
            var middle = 0.5 * (low + high);
            var trial = ContractRepair.Apply(f, middle);
            if (Separation.TripletSeparation.Worst(trial).Violation <= 0)
            {
                (high, best) = (middle, trial);
            }
            else
            {
                low = middle;
            }
        }

        return best;
    }

    private static Embedding AtCentres(Embedding f, bool perClass)
    {
        var n = f.Dimension;
        var result = new double[f.Count * n];
        var everything = perClass ? null : EnclosingBall.Compute(f).Center;
        for (var k = 0; k < f.ClassCount; k++)
        {
            var centre = everything ?? EnclosingBall.Compute(f, f.Members(k)).Center;
            foreach (var i in f.Members(k))
            {
                centre.AsSpan().CopyTo(result.AsSpan(i * n, n));
            }
        }

        return f.WithPoints(result, n);
    }

    /// <summary>Each class at one point; the points lie on a line through the mean along the axis of largest spread, in order of the class centres, alpha apart.</summary>
    internal static Embedding ClassesOnLine(Embedding f, double margin)
    {
        var (n, c) = (f.Dimension, f.ClassCount);
        var centres = Enumerable.Range(0, c).Select(k => EnclosingBall.Compute(f, f.Members(k)).Center).ToArray();
        var axis = Enumerable.Range(0, n).MaxBy(q => centres.Max(p => p[q]) - centres.Min(p => p[q]));
        var order = Enumerable.Range(0, c).OrderBy(k => centres[k][axis]).ThenBy(k => k).ToArray();
        var middle = EnclosingBall.Compute(f).Center;
        var result = new double[f.Count * n];
        var place = middle[axis] - (0.5 * margin * (c - 1));
        foreach (var k in order)
        {
            foreach (var i in f.Members(k))
            {
                middle.AsSpan().CopyTo(result.AsSpan(i * n, n));
                result[(i * n) + axis] = place;
            }

            place = AtLeastBeyond(place, margin);
        }

        return f.WithPoints(result, n);
    }

    /// <summary>A double near place + margin whose exact distance from place is at least the margin.</summary>
    private static double AtLeastBeyond(double place, double margin)
    {
        var next = place + margin;
        for (var slack = Math.BitIncrement(margin) - margin; double.IsFinite(next) && ((Interval)next - place).Lower < margin; slack *= 2)
        {
            next = place + (margin + slack);
        }

        return next;
    }

    /// <summary>g in the coordinates of the result; null when it does not fit (ISO with d below the coordinates of g).</summary>
    internal static Embedding? Fit(Embedding g, Embedding f, NearestMetric metric, int dimension)
    {
        var width = metric == NearestMetric.HausdorffLike ? Math.Max(f.Dimension, dimension) : dimension;
        return width >= g.Dimension ? Pad(g, width) : ProjectWhenPossible(g, width);
    }

    /// <summary>The coordinates that are not the same for all points decide the distances; null when there are more of them than fit.</summary>
    private static Embedding? ProjectWhenPossible(Embedding g, int width)
    {
        var varying = Enumerable.Range(0, g.Dimension).Where(q => Enumerable.Range(1, g.Count - 1).Any(i => g[i][q] != g[0][q])).ToArray();
        if (varying.Length > width)
        {
            return null;
        }

        var result = new double[g.Count * width];
        for (var i = 0; i < g.Count; i++)
        {
            for (var q = 0; q < varying.Length; q++)
            {
                result[(i * width) + q] = g[i][varying[q]];
            }
        }

        return g.WithPoints(result, width);
    }

    internal static Embedding Pad(Embedding g, int width)
    {
        if (width == g.Dimension)
        {
            return g;
        }

        var result = new double[g.Count * width];
        for (var i = 0; i < g.Count; i++)
        {
            g[i].CopyTo(result.AsSpan(i * width));
        }

        return g.WithPoints(result, width);
    }
}
