using IsoApprox.Arithmetic;

namespace IsoApprox.Certificates.Direction;

/// <summary>
/// A lower bound of the minimum over g of sum mu_i |x_i - g_i|^2 + sum over pairs w_ij |g_i - g_j|^2 + sum q.(g_a - g_b), for S = diag(mu)
/// + sum w_ij E_ij with E S E - lambda I positive definite, E = diag(2^e_i): for any Z and R = diag(mu) (Z - x) + (sum w_ij E_ij) Z + q/2
/// it is at least the value at Z less |E R|^2/lambda.
/// </summary>
/// <param name="points">x, coordinate by coordinate.</param>
/// <param name="weights">mu.</param>
/// <param name="pairs">w_ij, i > j.</param>
/// <param name="flows">q.</param>
internal sealed class LeafMinimum(Interval[][] points, double[] weights, Dictionary<(int, int), Interval> pairs, List<ConeFlows.Flow> flows)
{
    private const double SmallestShift = 1e-13;

    /// <summary>The bound; the whole line when S is not certainly positive definite.</summary>
    internal Interval LowerBound()
    {
        var test = new VerifiedDefiniteness(Matrix());
        var lambda = Math.Max(SmallestShift, 2 * test.Slack);
        if (!double.IsFinite(lambda) || !test.IsCertainlyAbove(lambda) || test.FactorShifted(0) is not { } factor)
        {
            return Interval.Whole;
        }

        var (value, residual) = (new IntervalAccumulator(), new IntervalAccumulator());
        for (var k = 0; k < points.Length; k++)
        {
            var x = points[k];
            var z = Array.ConvertAll(x, p => 0.5 * (p.Lower + p.Upper));
            for (var step = 0; step < 2 && Array.TrueForAll(z, double.IsFinite); step++)
            {
                var right = Residual(k, z);
                var correction = new double[z.Length];
                for (var i = 0; i < z.Length; i++)
                {
                    correction[i] = Math.ScaleB(0.5 * (right[i].Lower + right[i].Upper), test.RowExponents[i]);
                }

                factor.Solve([correction]);
                for (var i = 0; i < z.Length; i++)
                {
                    z[i] -= Math.ScaleB(correction[i], test.RowExponents[i]);
                }
            }

            if (!Array.TrueForAll(z, double.IsFinite))
            {
                return Interval.Whole;
            }

            value.Add(Value(k, z));
            var rest = Residual(k, z);
            for (var i = 0; i < z.Length; i++)
            {
                residual.Add((rest[i] * Math.ScaleB(1, test.RowExponents[i])).Square());
            }
        }

        return value.Value - (residual.Value / lambda);
    }

    private SymmetricIntervalMatrix Matrix()
    {
        var matrix = new SymmetricIntervalMatrix(weights.Length);
        var diagonal = Array.ConvertAll(weights, w => (Interval)w);
        foreach (var ((i, j), w) in pairs)
        {
            matrix[i, j] = -w;
            diagonal[i] += w;
            diagonal[j] += w;
        }

        for (var i = 0; i < weights.Length; i++)
        {
            matrix[i, i] = diagonal[i];
        }

        return matrix;
    }

    private Interval[] Residual(int k, double[] z)
    {
        var result = new Interval[z.Length];
        for (var i = 0; i < z.Length; i++)
        {
            result[i] = weights[i] * (z[i] - points[k][i]);
        }

        foreach (var ((i, j), w) in pairs)
        {
            var flow = w * ((Interval)z[i] - z[j]);
            result[i] += flow;
            result[j] -= flow;
        }

        foreach (var (a, b, q) in flows)
        {
            result[a] += 0.5 * q[k];
            result[b] -= 0.5 * q[k];
        }

        return result;
    }

    private Interval Value(int k, double[] z)
    {
        var sum = new IntervalAccumulator();
        for (var i = 0; i < z.Length; i++)
        {
            sum.Add(weights[i] * (z[i] - points[k][i]).Square());
        }

        foreach (var ((i, j), w) in pairs)
        {
            sum.Add(w * ((Interval)z[i] - z[j]).Square());
        }

        foreach (var (a, b, q) in flows)
        {
            sum.Add(q[k] * ((Interval)z[a] - z[b]));
        }

        return sum.Value;
    }
}
