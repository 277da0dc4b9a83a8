using IsoApprox.Embeddings;
using IsoApprox.Measures;

namespace IsoApprox.Solver.Isometries;

/// <summary>Minimax Procrustes: the isometry U (orthogonal map and translation) that minimises max_i ||g_i - U f_i||.</summary>
public static class MinimaxProcrustes
{
    private const int Steps = 400;
    private const double EnoughGap = 1e-9;

    /// <summary>
    /// In the plane the global optimum by <see cref="PlanarIsometrySearch"/>. In R^n weighted least squares with weights that follow the
    /// errors (Lawson 1961): every weighting gives an upper bound, the largest error of its isometry, and a lower bound, the root of its
    /// weighted sum of squares, because a maximum is at least a weighted mean. The isometries are no convex set, so the two need not meet.
    /// Cost O(N n^2 + n^3) for each of up to 400 steps.
    /// </summary>
    /// <param name="f">N points.</param>
    /// <param name="g">N points, row i the same item; the embedding with fewer coordinates is padded by zeros.</param>
    /// <param name="cancellation">Stops the search; the best so far is returned.</param>
    /// <exception cref="EmbeddingException">Different numbers of points.</exception>
    public static MinimaxFit Fit(Embedding f, Embedding g, CancellationToken cancellation = default)
    {
        var best = Procrustes.LeastSquares(f, g, null, out var residual);
        var weights = new double[f.Count];
        Array.Fill(weights, 1.0 / f.Count);
        var (lower, source) = (DistanceBound(f, g), "distances");
        Offer(residual);
        for (var step = 0; step < Steps && !cancellation.IsCancellationRequested
            && best.MaxError - lower > EnoughGap * best.MaxError; step++)
        {
            var fit = Procrustes.LeastSquares(f, g, weights, out residual);
            Offer(residual);
            best = fit.MaxError < best.MaxError ? fit : best;
            if (!FollowErrors(weights, fit.Apply(f), g))
            {
                break;
            }
        }

        if (f.Dimension == 2 && g.Dimension == 2 && best.MaxError > 0 && best.MaxError - lower > EnoughGap * best.MaxError)
        {
            var planar = PlanarIsometrySearch.Run(f, g, best, cancellation);
            return planar.Lower > lower ? planar : planar with { Lower = lower, LowerSource = source };
        }

        return new MinimaxFit(best, Math.Min(lower, best.MaxError), best.MaxError, source);

        void Offer(double squares)
        {
            // The root rounds to nearest; one step down keeps it a lower bound.
            if (Math.BitDecrement(Math.Sqrt(squares)) > lower)
            {
                (lower, source) = (Math.BitDecrement(Math.Sqrt(squares)), "weights");
            }
        }
    }

    /// <summary>
    /// An isometry with error e changes no distance by more than 2 e, so e >= d_iso(f, g)/2; rounding of both distances is taken off.
    /// </summary>
    private static double DistanceBound(Embedding f, Embedding g)
    {
        var error = IsometricError.Compute(f, g).Value;
        var size = Math.Max(Diameter.Compute(f).Value, Diameter.Compute(g).Value);
        return Math.Max(0, (error / 2) - (size * (Math.Max(f.Dimension, g.Dimension) + 4) * 2.3e-16));
    }

    /// <summary>Multiplies each weight by its error and normalises the sum; false when all errors are 0.</summary>
    private static bool FollowErrors(double[] weights, Embedding image, Embedding g)
    {
        var sum = 0.0;
        for (var i = 0; i < weights.Length; i++)
        {
            var square = 0.0;
            for (var k = 0; k < image.Dimension; k++)
            {
                var difference = image[i][k] - (k < g.Dimension ? g[i][k] : 0);
                square += difference * difference;
            }

            weights[i] *= Math.Sqrt(square);
            sum += weights[i];
        }

        for (var i = 0; sum > 0 && i < weights.Length; i++)
        {
            weights[i] /= sum;
        }

        return sum > 0;
    }
}
