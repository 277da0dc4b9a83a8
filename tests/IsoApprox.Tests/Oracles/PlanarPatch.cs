using IsoApprox.Arithmetic;
using IsoApprox.Certificates.Rank;

namespace IsoApprox.Tests.Oracles;

/// <summary>A few points of the plane in two classes, and a climb over Triplet-Separated embeddings of them.</summary>
internal sealed class PlanarPatch
{
    private readonly (double X, double Y)[] _points;
    private readonly int _first;

    private PlanarPatch((double X, double Y)[] points, int first) => (_points, _first) = (points, first);

    internal int Count => _points.Length;

    /// <summary>Two points of each class; every third one is a turned and stretched cross.</summary>
    internal static PlanarPatch Random(Random random)
    {
        if (random.Next(3) == 0)
        {
            var (turn, stretch) = (Math.Tau * random.NextDouble(), 0.7 + (0.6 * random.NextDouble()));
            (double X, double Y) Corner(double angle, double size) => (size * Math.Cos(turn + angle), size * Math.Sin(turn + angle));
            return new PlanarPatch(
                [Corner(0, 1), Corner(Math.PI, 1), Corner(Math.PI / 2, stretch), Corner(1.5 * Math.PI, stretch)], 2);
        }

        return new PlanarPatch(
            [.. Enumerable.Range(0, 4).Select(_ => ((2 * random.NextDouble()) - 1, (2 * random.NextDouble()) - 1))], 2);
    }

    internal RationalInstance Instance()
    {
        var exact = new ExactRational[Count, 2];
        for (var i = 0; i < Count; i++)
        {
            (exact[i, 0], exact[i, 1]) = (_points[i].X, _points[i].Y);
        }

        return RationalInstance.FromPoints([.. Enumerable.Range(0, Count).Select(i => i < _first ? 0 : 1)], exact);
    }

    /// <summary>The smallest sum of w_l width(g - f along the angle of direction l) that random steps find.</summary>
    internal double LeastWidthSum(Random random, double[] directions, double[] weights, int steps)
    {
        double Value((double X, double Y)[] g)
        {
            var sum = 0.0;
            for (var l = 0; l < directions.Length; l++)
            {
                var (sin, cos) = Math.SinCos(directions[l]);
                var along = g.Select((p, i) => ((p.X - _points[i].X) * cos) + ((p.Y - _points[i].Y) * sin)).ToArray();
                sum += weights[l] * (along.Max() - along.Min());
            }

            return sum;
        }

        var best = double.PositiveInfinity;
        for (var start = 0; start < 3; start++)
        {
            var current = Contracted([.. _points.Select(p => Moved(p, random, start))]);
            var (value, size) = (Value(current), 1.0);
            for (var step = 0; step < steps; step++)
            {
                var next = Contracted([.. current.Select(p => random.Next(2) == 0 ? p : Moved(p, random, size))]);
                var tried = Value(next);
                size = tried < value ? size * 1.5 : Math.Max(1e-6, size * 0.97);
                (current, value) = tried < value ? (next, tried) : (current, value);
            }

            best = Math.Min(best, value);
        }

        return best;
    }

    private static (double X, double Y) Moved((double X, double Y) p, Random random, double size) =>
        (p.X + (size * (random.NextDouble() - 0.5)), p.Y + (size * (random.NextDouble() - 0.5)));

    /// <summary>Both classes contracted towards their means, as little as makes them Triplet-Separated.</summary>
    private (double X, double Y)[] Contracted((double X, double Y)[] g)
    {
        (double X, double Y) Mean(int from, int to) => (g[from..to].Average(p => p.X), g[from..to].Average(p => p.Y));
        (double X, double Y)[] means = [Mean(0, _first), Mean(_first, g.Length)];
        (double X, double Y)[] At(double factor) => [.. g.Select((p, i) =>
        {
            var mean = means[i < _first ? 0 : 1];
            return (mean.X + (factor * (p.X - mean.X)), mean.Y + (factor * (p.Y - mean.Y)));
        })];
        if (IsSeparated(g))
        {
            return g;
        }

        var (low, high) = (0.0, 1.0);
        for (var step = 0; step < 30; step++)
        {
            var middle = (low + high) / 2;
            (low, high) = IsSeparated(At(middle)) ? (middle, high) : (low, middle);
        }

        return At(low);
    }

    private bool IsSeparated((double X, double Y)[] g)
    {
        for (var i = 0; i < g.Length; i++)
        {
            var (farthest, nearest) = (0.0, double.PositiveInfinity);
            for (var j = 0; j < g.Length; j++)
            {
                var d = Math.Sqrt(Math.Pow(g[i].X - g[j].X, 2) + Math.Pow(g[i].Y - g[j].Y, 2));
                (farthest, nearest) = i < _first == j < _first ? (Math.Max(farthest, d), nearest) : (farthest, Math.Min(nearest, d));
            }

            if (farthest > nearest)
            {
                return false;
            }
        }

        return true;
    }
}
