using IsoApprox.Arithmetic;
using MathNet.Numerics.LinearAlgebra;

namespace IsoApprox.Solver.Thickness;

/// <summary>
/// Multistart of the local search: the eigenvectors of the E-optimal and of the plain covariance by increasing variance, then random
/// directions. Starts run in batches on all cores until a number of multiply-adds is spent, and the lowest start wins ties, so the result
/// does not depend on the number of threads.
/// </summary>
internal static class LocalSearchStarts
{
    private const double WorkLimit = 1.5e9;
    private const double DescentLimit = 1e9;
    private const int BatchSize = 8;

    /// <summary>Returns the best unit direction found.</summary>
    /// <param name="points">The points.</param>
    /// <param name="weights">E-optimal weights for the full search; null for a short one that starts the branch and bound.</param>
    /// <param name="seed">Seed of the random directions.</param>
    /// <param name="cancellation">Stops the search; the best so far is returned.</param>
    internal static double[] Search(CentredPoints points, double[]? weights, int seed, CancellationToken cancellation)
    {
        var n = points.Dimension;
        var starts = Directions(points, weights, seed, weights is null ? 2 * n : 10 + (10 * n));
        var widths = new double[starts.Length];
        using var searches = new ThreadLocal<WidthLocalSearch>(() => new WidthLocalSearch(points), trackAllValues: true);
        var done = 0;
        for (var work = 0.0; done < starts.Length && work < WorkLimit && !(done > 0 && cancellation.IsCancellationRequested);)
        {
            var end = Math.Min(done + BatchSize, starts.Length);
            Parallel.For(done, end, s => widths[s] = searches.Value!.Descend(starts[s], DescentLimit, cancellation));
            (done, work) = (end, searches.Values.Sum(search => search.Work));
        }

        return starts[Array.IndexOf(widths, widths.Take(done).Min())];
    }

    private static double[][] Directions(CentredPoints points, double[]? weights, int seed, int count)
    {
        var n = points.Dimension;
        var columns = Array.ConvertAll(points.Columns, column => column[..points.Count]);
        var plain = new double[points.Count];
        plain.AsSpan().Fill(1.0 / points.Count);
        var covariance = Eigenvectors(columns, plain);
        var optimal = weights is null ? null : Eigenvectors(columns, weights);
        var directions = new List<double[]>(count);
        for (var k = 0; k < n; k++)
        {
            directions.Add(covariance.Column(k).ToArray());
            if (optimal is not null)
            {
                directions.Add(optimal.Column(k).ToArray());
            }
        }

        var random = new Random(seed);
        while (directions.Count < count)
        {
            var direction = new double[n];
            for (var k = 0; k < n; k++)
            {
                direction[k] = SeededRandom.Gaussian(random);
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
