using MathNet.Numerics.LinearAlgebra;

namespace IsoApprox.Solver.Thickness;

/// <summary>
/// Weights on the points that nearly maximise lambda_min of their covariance (an E-optimal design), by multiplicative updates for the phi_p
/// criterion (tr C^-p)^(-1/p) with growing p: mu_i is multiplied by a power of g_i / mean(g), g_i = (a_i - m)^T C^-(p+1) (a_i - m). Points
/// whose weight dies out are dropped.
/// </summary>
internal sealed class EOptimalDesign
{
    private const int MaxRounds = 400;
    private const double WorkLimit = 3e9;
    private const double Negligible = 1e-9;
    private double[][] _columns;
    private double[] _weights;
    private int[] _rows;
    private double _bestValue = -1;
    private double[] _bestWeights;
    private int[] _bestRows;

    private EOptimalDesign(CentredPoints points)
    {
        _rows = [.. Enumerable.Range(0, points.Count)];
        _columns = Array.ConvertAll(points.Columns, column => column[..points.Count]);
        _weights = [.. Enumerable.Repeat(1.0 / points.Count, points.Count)];
        (_bestWeights, _bestRows) = (_weights, _rows);
    }

    /// <summary>
    /// Computes the weights. Cost O(N n^2 + n^3) for each of at most 400 rounds, fewer when that is more than a few seconds of work.
    /// </summary>
    /// <param name="points">The points.</param>
    /// <param name="cancellation">Stops between rounds; the best weights so far are returned.</param>
    /// <returns>Length N, sum 1, many of them 0.</returns>
    internal static double[] Compute(CentredPoints points, CancellationToken cancellation)
    {
        var design = new EOptimalDesign(points);
        design.Run(cancellation);
        var weights = new double[points.Count];
        for (var i = 0; i < design._bestRows.Length; i++)
        {
            weights[design._bestRows[i]] = design._bestWeights[i];
        }

        return weights;
    }

    private void Run(CancellationToken cancellation)
    {
        var (power, sinceRaise, work, bestDual) = (1.0, 0, 0.0, double.PositiveInfinity);
        var n = _columns.Length;
        for (var round = 0; round < MaxRounds && work < WorkLimit && !cancellation.IsCancellationRequested; round++)
        {
            work += ((2.0 * _weights.Length) + (20 * n)) * n * n;
            var centred = WeightedCovariance.Centre(_columns, _weights);
            var eigen = WeightedCovariance.Gram(centred, _weights).Evd(Symmetricity.Symmetric);
            var values = eigen.EigenValues.Select(x => x.Real).ToArray();
            var (least, most) = (values.Min(), values.Max());
            Record(least);
            if (!(least > 1e-14 * most))
            {
                return;
            }

            var gradient = Gradient(centred, eigen.EigenVectors, values, least, power);
            var mean = gradient.Zip(_weights, (g, w) => g * w).Sum();
            bestDual = Math.Min(bestDual, gradient.Max());
            if (_bestValue >= bestDual * (1 - 1e-8))
            {
                return;
            }

            var converged = gradient.Max() / mean < 1 + (0.2 / (power + 1));
            Update(gradient, mean, 1 / Math.Max(1, (power + 1) / 2));
            if ((converged || ++sinceRaise > 60) && power < 4e3)
            {
                (power, sinceRaise) = (power * 1.5, 0);
            }
        }
    }

    private void Record(double value)
    {
        if (value > _bestValue)
        {
            (_bestValue, _bestWeights, _bestRows) = (value, _weights, _rows);
        }
    }

    /// <summary>g_i with the matrix normalised to trace 1.</summary>
    private static double[] Gradient(double[][] centred, Matrix<double> vectors, double[] values, double least, double power)
    {
        var factors = Array.ConvertAll(values, x => Math.Pow(least / x, power + 1));
        var trace = factors.Sum();
        var used = Enumerable.Range(0, factors.Length).Where(k => factors[k] > 1e-12 * trace).ToArray();
        var basis =
            Matrix<double>.Build.Dense(vectors.RowCount, used.Length, (r, c) => vectors[r, used[c]] * Math.Sqrt(factors[used[c]] / trace));
        var gradient = new double[centred[0].Length];
        foreach (var image in WeightedCovariance.Multiply(centred, basis))
        {
            for (var i = 0; i < gradient.Length; i++)
            {
                gradient[i] += image[i] * image[i];
            }
        }

        return gradient;
    }

    private void Update(double[] gradient, double mean, double exponent)
    {
        var updated = new double[_weights.Length];
        for (var i = 0; i < updated.Length; i++)
        {
            updated[i] = _weights[i] * Math.Pow(gradient[i] / mean, exponent);
        }

        var floor = Negligible * updated.Max();
        var kept = Enumerable.Range(0, updated.Length).Where(i => updated[i] > floor).ToArray();
        if (kept.Length < updated.Length)
        {
            _rows = Array.ConvertAll(kept, i => _rows[i]);
            _columns = Array.ConvertAll(_columns, column => Array.ConvertAll(kept, i => column[i]));
            updated = Array.ConvertAll(kept, i => updated[i]);
        }

        var sum = updated.Sum();
        _weights = Array.ConvertAll(updated, w => w / sum);
    }
}
