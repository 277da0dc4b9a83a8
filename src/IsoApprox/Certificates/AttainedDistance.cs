using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Measures;

namespace IsoApprox.Certificates;

/// <summary>The value of one embedding g for a <see cref="Problem"/>, enclosed.</summary>
public static class AttainedDistance
{
    /// <summary>
    /// An interval that contains max_i ||f_i - g_i|| (Hausdorff-like; the narrower of f and g is padded by zeros) or d_iso(f,g). Where
    /// norms are 1, g stands for its radial projection. Membership is not tested. Cost O(N n) or O(N^2 n).
    /// </summary>
    /// <param name="problem">The problem.</param>
    /// <param name="g">N points; none of them 0 where norms are 1.</param>
    public static Interval Enclose(Problem problem, Embedding g)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(g);
        var f = problem.Points;
        if (g.Count != f.Count)
        {
            throw new EmbeddingException($"{g.Count} points, the problem has {f.Count}; row i of both must be the same item");
        }

        var projected = problem.Set.HasUnitNorms ? Project(g) : null;
        if (projected is null && problem.Metric == NearestMetric.IsometricError)
        {
            return IsometricError.Enclose(f, g);
        }

        var worst = Interval.Zero;
        for (var i = 0; i < f.Count; i++)
        {
            if (problem.Metric == NearestMetric.HausdorffLike)
            {
                worst = Interval.Max(worst, Displacement(f, g, projected, i));
                continue;
            }

            for (var j = 0; j < i; j++)
            {
                worst = Interval.Max(worst, Magnitude(EnclosedDistance.Distance(f[i], f[j]) - Squared(projected![i], projected[j]).Sqrt()));
            }
        }

        return worst;
    }

    private static Interval Displacement(Embedding f, Embedding g, Interval[][]? projected, int i)
    {
        var width = Math.Max(f.Dimension, g.Dimension);
        var own = new double[width];
        f[i].CopyTo(own);
        if (projected is null)
        {
            var image = new double[width];
            g[i].CopyTo(image);
            return own.AsSpan().SequenceEqual(image) ? Interval.Zero : EnclosedDistance.Distance(own, image);
        }

        var target = new Interval[width];
        projected[i].CopyTo(target, 0);
        return Squared(Array.ConvertAll(own, x => (Interval)x), target).Sqrt();
    }

    private static Interval[][] Project(Embedding g)
    {
        var origin = new double[g.Dimension];
        var rows = new Interval[g.Count][];
        for (var i = 0; i < rows.Length; i++)
        {
            var norm = EnclosedDistance.Distance(g[i], origin);
            rows[i] = new Interval[g.Dimension];
            for (var q = 0; q < g.Dimension; q++)
            {
                rows[i][q] = (Interval)g[i][q] / norm;
            }
        }

        return rows;
    }

    private static Interval Squared(Interval[] x, Interval[] y)
    {
        var sum = new IntervalAccumulator();
        for (var q = 0; q < x.Length; q++)
        {
            sum.Add((x[q] - y[q]).Square());
        }

        return Interval.Max(sum.Value, Interval.Zero);
    }

    private static Interval Magnitude(Interval x) =>
        x.Lower >= 0 ? x : x.Upper <= 0 ? -x : new Interval(0, Math.Max(-x.Lower, x.Upper));
}
