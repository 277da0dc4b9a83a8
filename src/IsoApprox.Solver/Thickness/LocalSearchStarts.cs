using MathNet.Numerics.LinearAlgebra;

namespace IsoApprox.Solver.Thickness;

/// <summary>
/// Multistart of the local search: the eigenvectors of the E-optimal and of the plain covariance by increasing variance, then random directions.
/// The number of starts depends on the size only; they run on all cores, and the lowest start wins ties, so the result does not depend on the number of threads.
/// </summary>
internal static class LocalSearchStarts
{
    private const double WorkLimit = 1e10;

    /// <summary>Returns the best unit direction found.</summary>
    /// <param name="points">The points.</param>
    /// <param name="weights">E-optimal weights.</param>
    /// <param name="seed">Seed of the random directions.</param>
    /// <param name="cancellation">Stops the search; the best so far is returned.</param>
    internal static double[] Search(CentredPoints points, double[] weights, int seed, CancellationToken cancellation)
    {
        var n = points.Dimension;

        // A descent takes about 5 linear programs of 2 n pivots, each of N n + 4 n^2 multiply-adds.
        var work = 10.0 * n * ((points.Count * n) + (4.0 * n * n));
        var starts = Directions(points, weights, seed, (int)Math.Clamp(WorkLimit / work, 2, 10 + (10 * n)));
        var widths = new double[starts.Length];
        Parallel.For(0, starts.Length, () => new WidthLocalSearch(points), (s, _, search) =>
        {
            widths[s] = search.Descend(starts[s], cancellation);
            return search;
        }, _ => { });
        return starts[Array.IndexOf(widths, widths.Min())];
    }

    private static double[][] Directions(CentredPoints points, double[] weights, int seed, int count)
    {
        var n = points.Dimension;
        var columns = Array.ConvertAll(points.Columns, column => column[..points.Count]);
        var plain = new double[points.Count];
        plain.AsSpan().Fill(1.0 / points.Count);
        var (optimal, covariance) = (Eigenvectors(columns, weights), Eigenvectors(columns, plain));
        var eigenvectors = Math.Min(n, (count + 2) / 3);
        var directions = new List<double[]>(count);
        for (var k = 0; k < eigenvectors && directions.Count < count; k++)
        {
            directions.Add(optimal.Column(k).ToArray());
            directions.Add(covariance.Column(k).ToArray());
        }

        var random = new Random(seed);
        while (directions.Count < count)
        {
            var direction = new double[n];
            for (var k = 0; k < n; k++)
            {
                direction[k] = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            }

            directions.Add(direction);
        }

        return [.. directions];
    }

    /// <summary>Eigenvectors of the weighted covariance by increasing variance.</summary>
    private static Matrix<double> Eigenvectors(double[][] columns, double[] weights)
    {
        var gram = WeightedCovariance.Gram(WeightedCovariance.Centre(columns, weights), weights);
        return gram.Evd(Symmetricity.Symmetric).EigenVectors;
    }
}
