namespace IsoApprox.Solver.Nearest.Proof;

/// <summary>
/// A simplicial cone of directions in R^n, n &lt;= 3, in floating point: generators v_t, inward unit normals of the facets, and the chord h
/// with h.v_t = ||v_t||, so that h.x >= ||x|| in the cone: with the facets it is the convex hull of { ||x|| >= s }. Built once per split;
/// the trusted check uses the generators only.
/// </summary>
internal sealed class DirectionCone
{
    internal DirectionCone(double[][] generators)
    {
        Generators = generators;
        var n = generators[0].Length;
        if (generators.Length < n)
        {
            (Chord, Facets) = (Unit(generators[0]), []);
            return;
        }

        (Chord, Facets) = (new double[n], new double[n][]);
        for (var t = 0; t < n; t++)
        {
            var normal = Normal(generators, t);
            var height = Dot(normal, generators[t]);
            var length = Norm(generators[t]);
            for (var d = 0; d < n; d++)
            {
                Chord[d] += length * normal[d] / height;
            }

            var unit = Unit(normal);
            Facets[t] = height > 0 ? unit : Array.ConvertAll(unit, x => -x);
        }
    }

    internal double[][] Generators { get; }

    internal double[] Chord { get; }

    internal double[][] Facets { get; }

    internal static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var d = 0; d < b.Length; d++)
        {
            sum += a[d] * b[d];
        }

        return sum;
    }

    internal static double Norm(ReadOnlySpan<double> a) => Math.Sqrt(Dot(a, a));

    internal static double[] Unit(double[] a)
    {
        var norm = Norm(a);
        return Array.ConvertAll(a, x => x / norm);
    }

    /// <summary>The coefficients c of x = sum c_t v_t / ||v_t||.</summary>
    internal double[] Coefficients(double[] x)
    {
        var result = new double[Generators.Length];
        for (var t = 0; t < result.Length; t++)
        {
            result[t] = Dot(Facets[t], x) / Dot(Facets[t], Generators[t]) * Norm(Generators[t]);
        }

        return result;
    }

    /// <summary>Angle between two generators, radians.</summary>
    internal double Angle(int s, int t)
    {
        var (a, b) = (Unit(Generators[s]), Unit(Generators[t]));
        var chord = 0.0;
        for (var d = 0; d < a.Length; d++)
        {
            chord += (a[d] - b[d]) * (a[d] - b[d]);
        }

        return 2 * Math.Asin(Math.Min(1, Math.Sqrt(chord) / 2));
    }

    private static double[] Normal(double[][] v, int t)
    {
        if (v.Length == 1)
        {
            return [1];
        }

        if (v.Length == 2)
        {
            return [v[1 - t][1], -v[1 - t][0]];
        }

        var (a, b) = (v[(t + 1) % 3], v[(t + 2) % 3]);
        return [(a[1] * b[2]) - (a[2] * b[1]), (a[2] * b[0]) - (a[0] * b[2]), (a[0] * b[1]) - (a[1] * b[0])];
    }
}
