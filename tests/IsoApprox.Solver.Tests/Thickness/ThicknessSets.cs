using System.Text.Json;
using IsoApprox.Embeddings;

namespace IsoApprox.Solver.Tests.Thickness;

/// <summary>Point sets with known thickness, and helpers to make and move point sets.</summary>
internal static class ThicknessSets
{
    internal static Embedding Create(double[] points, int n) => Embedding.Create(points, n, new int[points.Length / n]);

    internal static Embedding Map(Embedding f, Func<double[], double[]> map)
    {
        var points = new List<double>();
        for (var i = 0; i < f.Count; i++)
        {
            points.AddRange(map(f[i].ToArray()));
        }

        return Create([.. points], points.Count / f.Count);
    }

    internal static Embedding Gaussian(Random random, int count, int n)
    {
        var points = new double[count * n];
        for (var k = 0; k < points.Length; k++)
        {
            points[k] = Normal(random);
        }

        return Create(points, n);
    }

    internal static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    internal static double[] UnitDirection(Random random, int n)
    {
        var e = Enumerable.Range(0, n).Select(_ => Normal(random)).ToArray();
        var length = Math.Sqrt(e.Sum(x => x * x));
        return Array.ConvertAll(e, x => x / length);
    }

    /// <summary>Width along e in the plainest way.</summary>
    internal static double Width(Embedding f, double[] e)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var i = 0; i < f.Count; i++)
        {
            var value = 0.0;
            for (var k = 0; k < e.Length; k++)
            {
                value += e[k] * f[i][k];
            }

            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }

        return high - low;
    }

    /// <summary>Vertices of a box with the given sides.</summary>
    internal static Embedding Box(double[] sides)
    {
        var n = sides.Length;
        var points = new double[n << n];
        for (var i = 0; i < 1 << n; i++)
        {
            for (var k = 0; k < n; k++)
            {
                points[(i * n) + k] = (i >> k & 1) * sides[k];
            }
        }

        return Create(points, n);
    }

    /// <summary>{+- a_k e_k}.</summary>
    internal static Embedding CrossPolytope(double[] semiaxes)
    {
        var n = semiaxes.Length;
        var points = new double[2 * n * n];
        for (var k = 0; k < n; k++)
        {
            points[(2 * k * n) + k] = semiaxes[k];
            points[(((2 * k) + 1) * n) + k] = -semiaxes[k];
        }

        return Create(points, n);
    }

    /// <summary>n + 1 points at mutual distance s in R^n.</summary>
    internal static Embedding Simplex(int n, double s)
    {
        // Coordinates of e_i - centroid in an orthonormal basis of the hyperplane sum = 0 of R^(n+1).
        var points = new double[(n + 1) * n];
        for (var i = 0; i <= n; i++)
        {
            for (var k = 0; k < n; k++)
            {
                var root = Math.Sqrt((k + 1.0) * (k + 2.0));
                points[(i * n) + k] = s / Math.Sqrt(2) * (i <= k ? 1 / root : i == k + 1 ? -(k + 1) / root : 0);
            }
        }

        return Create(points, n);
    }

    internal static double SimplexThickness(int n, double s) =>
        n % 2 == 1 ? s * Math.Sqrt(2.0 / (n + 1)) : s * Math.Sqrt(((2.0 * n) + 2) / (n * (n + 2.0)));

    internal static double CrossPolytopeThickness(double[] semiaxes) => 2 / Math.Sqrt(semiaxes.Sum(a => 1 / (a * a)));

    /// <summary>Applies a random rotation made of Householder reflections, then an offset.</summary>
    internal static Embedding Move(Embedding f, Random random, double offset)
    {
        var normals = Enumerable.Range(0, f.Dimension).Select(_ => UnitDirection(random, f.Dimension)).ToArray();
        return Map(f, x =>
        {
            foreach (var v in normals)
            {
                var dot = 2 * x.Zip(v, (a, b) => a * b).Sum();
                x = [.. x.Zip(v, (a, b) => a - (dot * b))];
            }

            return Array.ConvertAll(x, a => a + offset);
        });
    }

    internal sealed record Reference(string Name, int N, double Theta, double[] Points, int Dimension);

    internal static IReadOnlyList<Reference> References()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "thickness.json")));
        return [.. document.RootElement.EnumerateArray().Select(set => new Reference(
            set.GetProperty("name").GetString()!,
            set.GetProperty("N").GetInt32(),
            set.GetProperty("theta").GetDouble(),
            [.. set.GetProperty("points").EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(x => x.GetDouble())],
            set.GetProperty("n").GetInt32()))];
    }
}
