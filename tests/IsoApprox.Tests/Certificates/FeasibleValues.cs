using IsoApprox.Arithmetic;
using IsoApprox.Certificates;

namespace IsoApprox.Tests.Certificates;

/// <summary>
/// Rigorous upper bounds of the optimal value: explicit embeddings that are Triplet-Separated in exact arithmetic, with their distance to f
/// rounded up.
/// </summary>
internal static class FeasibleValues
{
    private static readonly double[] Within = [0, 0.4, 0.7, 0.9, 1];
    private static readonly double[] Between = [0, 0.5, 0.8, 1, 1.05];

    /// <summary>The smallest value over all constructions; infinite when none is certainly separated.</summary>
    internal static double Upper(Problem problem)
    {
        var f = problem.Points;
        var best = double.PositiveInfinity;
        void Try(double[][] g) => best = Math.Min(best, Value(problem, g));

        var rows = Enumerable.Range(0, f.Count).Select(i => f[i].ToArray()).ToArray();
        var mean = Mean(rows);
        Try(rows);
        Try([.. rows.Select(_ => mean)]);
        var classMeans = Enumerable.Range(0, f.ClassCount).Select(k => Mean([.. f.Members(k).ToArray().Select(i => rows[i])])).ToArray();
        foreach (var within in Within)
        {
            foreach (var between in Between)
            {
                double Move(double v, double middle, double classMiddle) =>
                    middle + (between * (classMiddle - middle)) + (within * (v - classMiddle));
                double[][] g = [.. rows.Select((x, i) => x.Select((v, c) => Move(v, mean[c], classMeans[f.Classes[i]][c])).ToArray())];
                Try(g);
                Try(Lift(problem, g));
            }
        }

        foreach (var center in rows)
        {
            Try([.. rows.Select(_ => center)]);
        }

        return best;
    }

    /// <summary>Class k gets o/sqrt 2 in a coordinate of its own, o the smallest that separates all triplets (a little more).</summary>
    private static double[][] Lift(Problem problem, double[][] g)
    {
        var (f, need) = (problem.Points, 0.0);
        for (var i = 0; i < g.Length; i++)
        {
            for (var j = 0; j < g.Length; j++)
            {
                for (var k = 0; k < g.Length; k++)
                {
                    if (f.Classes[i] == f.Classes[j] && f.Classes[i] != f.Classes[k])
                    {
                        var radius = PairwiseDistances.Distance(g[i], g[j]) + problem.Margin;
                        need = Math.Max(need, (radius * radius) - PairwiseDistances.Squared(g[i], g[k]));
                    }
                }
            }
        }

        var offset = Math.Sqrt(need * (1 + 1e-9) / 2);
        return [.. g.Select((x, i) => x.Concat(Enumerable.Range(0, f.ClassCount).Select(k => k == f.Classes[i] ? offset : 0)).ToArray())];
    }

    private static double Value(Problem problem, double[][] g)
    {
        var f = problem.Points;
        if (g.Any(x => !Array.TrueForAll(x, double.IsFinite)) || !IsCertainlySeparated(problem, g))
        {
            return double.PositiveInfinity;
        }

        var value = 0.0;
        for (var i = 0; i < g.Length; i++)
        {
            double[] padded = [.. f[i], .. new double[g[i].Length - f.Dimension]];
            if (problem.Metric == NearestMetric.HausdorffLike)
            {
                value = Math.Max(value, EnclosedDistance.Distance(padded, g[i]).Upper);
                continue;
            }

            for (var j = 0; j < i; j++)
            {
                var change = EnclosedDistance.Distance(f[i], f[j]) - EnclosedDistance.Distance(g[i], g[j]);
                value = Math.Max(value, Math.Max(change.Upper, -change.Lower));
            }
        }

        return value;
    }

    private static bool IsCertainlySeparated(Problem problem, double[][] g)
    {
        var classes = problem.Points.Classes;
        for (var i = 0; i < g.Length; i++)
        {
            var (far, near) = (0.0, double.PositiveInfinity);
            for (var j = 0; j < g.Length; j++)
            {
                var d = EnclosedDistance.Distance(g[i], g[j]);
                (far, near) = classes[i] == classes[j] ? (Math.Max(far, d.Upper), near) : (far, Math.Min(near, d.Lower));
            }

            var limit = problem.Margin == 0 ? far : ((Interval)far + problem.Margin).Upper;
            if (limit > near)
            {
                return false;
            }
        }

        return true;
    }

    private static double[] Mean(double[][] rows) =>
        [.. Enumerable.Range(0, rows[0].Length).Select(c => rows.Sum(r => r[c] / rows.Length))];
}
