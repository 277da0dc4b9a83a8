using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;

namespace IsoApprox.Certificates.Gram;

/// <summary>
/// A rigorous lower bound of min over g of phi(g) = sum mu_i |f_i - g_i|^2 + sum over pairs w_ij |g_i - g_j|^2, for S = diag(mu) + sum w_ij
/// E_ij with E S E - lambda I positive definite, E = diag(2^e_i). For any displacement U, with Z = f + U and R = S Z - M F = diag(mu) U +
/// (sum w_ij E_ij) Z: phi(g) = phi(Z) + 2 tr (g-Z)^T R + tr (g-Z)^T S (g-Z) >= phi(Z) - tr R^T S^-1 R >= phi(Z) - ||E R||_F^2 / lambda. U
/// is found in floating point (Cholesky and iterative refinement); phi(Z) and R are evaluated in intervals from coordinate differences,
/// which are free of the choice of origin. With kappa (of length N) sum kappa_i |g_i|^2 is added to phi and diag(kappa) to S; the origin
/// then matters. Slopes add a linear function of g, sum k_ij (h_i - h_j).(g_i - g_j), whose half is added to R. Cost O(pairs n) intervals,
/// O(N^2 n) multiply-adds.
/// </summary>
internal sealed class QuadraticMinimum(
    Embedding f, double[] mu, WeightedPairs pairs, int[] position, double[]? kappa = null, SlopeTerm? slopes = null)
{
    private const int Refinements = 4;
    private const double Negligible =
        1e-28; // of the squared residual of U = 0: costs the bound less than 1e-16 of itself up to condition numbers of 1e12
    private readonly double[][] _points = Transpose(f, Math.Max(f.Dimension, slopes?.Width ?? 0));
    private readonly double[] _kappa = kappa ?? [];

    internal Interval LowerBound(FloatingCholesky factor, IReadOnlyList<int> exponents, double lambda)
    {
        // Pulls on a row outside the matrix have no minimum.
        if (slopes is not null && slopes.First.Concat(slopes.Second).Any(i => position[i] < 0))
        {
            return Interval.Whole;
        }

        var displacement = Minimise(factor, exponents);
        var coordinates = _points.Length;
        var (values, residuals) = (new Interval[coordinates], new Interval[coordinates]);
        var lanes = PairLanes.Applies(_points, displacement, pairs) ? new PairLanes(_points, displacement, pairs) : null;
        ForEachCoordinate(lanes is null ? 1 : PairLanes.Width, c =>
        {
            var flows = lanes?.Evaluate(c);
            for (var k = c; k < Math.Min(coordinates, c + (flows is null ? 1 : PairLanes.Width)); k++)
            {
                var (value, residual) = flows?[k - c] ?? Flows(k, displacement[k]);
                (values[k], residuals[k]) = Evaluate(k, displacement[k], exponents, value, residual);
            }
        });
        var (value, residual) = (new IntervalAccumulator(), new IntervalAccumulator());
        for (var c = 0; c < coordinates; c++)
        {
            value.Add(values[c]);
            residual.Add(residuals[c]);
        }

        return value.Value - (residual.Value / lambda);
    }

    private static double[][] Transpose(Embedding f, int coordinates)
    {
        var columns = new double[coordinates][];
        for (var c = 0; c < columns.Length; c++)
        {
            columns[c] = new double[f.Count];
            for (var i = 0; c < f.Dimension && i < f.Count; i++)
            {
                columns[c][i] = f[i][c];
            }
        }

        return columns;
    }

    private double[][] Minimise(FloatingCholesky factor, IReadOnlyList<int> exponents)
    {
        var best = Zeros(f.Count);
        var residual = Residuals(best);
        var error = Norm(residual, exponents);
        var negligible = Negligible * error;
        for (var step = 0; step < Refinements && error > negligible; step++)
        {
            var correction = Zeros(factor.Size);
            ForEachCoordinate(1, c =>
            {
                for (var i = 0; i < position.Length; i++)
                {
                    if (position[i] >= 0)
                    {
                        correction[c][position[i]] = Math.ScaleB(residual[c][i], exponents[position[i]]);
                    }
                }
            });
            factor.Solve(correction);
            var next = Zeros(f.Count);
            ForEachCoordinate(1, c =>
            {
                for (var i = 0; i < position.Length; i++)
                {
                    next[c][i] = position[i] < 0 ? 0 : best[c][i] - Math.ScaleB(correction[c][position[i]], exponents[position[i]]);
                }
            });
            var nextResidual = Residuals(next);
            var nextError = Norm(nextResidual, exponents);
            if (!(nextError < error))
            {
                break;
            }

            (best, residual, error) = (next, nextResidual, nextError);
        }

        return best;
    }

    private double[][] Zeros(int length) => [.. _points.Select(_ => new double[length])];

    private double[][] Residuals(double[][] displacement)
    {
        var residuals = Zeros(f.Count);
        ForEachCoordinate(1, c =>
        {
            var (x, u, r) = (_points[c], displacement[c], residuals[c]);
            for (var i = 0; i < u.Length; i++)
            {
                r[i] = (mu[i] * u[i]) + (_kappa.Length == 0 ? 0 : _kappa[i] * (x[i] + u[i]));
            }

            for (var e = 0; e < pairs.Count; e++)
            {
                var (i, j) = (pairs.First[e], pairs.Second[e]);
                var flow = pairs.Weights[e].Lower * (x[i] - x[j] + (u[i] - u[j]));
                r[i] += flow;
                r[j] -= flow;
            }

            for (var e = 0; e < slopes?.Factors.Count; e++)
            {
                var pull = 0.5 * slopes.Factors[e] * slopes.Difference(e, c).Lower;
                r[slopes.First[e]] += pull;
                r[slopes.Second[e]] -= pull;
            }
        });
        return residuals;
    }

    private double Norm(double[][] residuals, IReadOnlyList<int> exponents)
    {
        var norm = 0.0;
        foreach (var column in residuals)
        {
            for (var i = 0; i < column.Length; i++)
            {
                var scaled = position[i] < 0 ? 0 : Math.ScaleB(column[i], exponents[position[i]]);
                norm += scaled * scaled;
            }
        }

        return norm;
    }

    /// <summary>What the pairs add to phi(Z) and to R in one coordinate.</summary>
    private (IntervalAccumulator Value, Interval[] Residual) Flows(int coordinate, double[] u)
    {
        var (x, residual, value) = (_points[coordinate], new Interval[u.Length], new IntervalAccumulator());
        for (var e = 0; e < pairs.Count; e++)
        {
            var (i, j, w) = (pairs.First[e], pairs.Second[e], pairs.Weights[e]);
            var difference = (Interval)x[i] - x[j] + ((Interval)u[i] - u[j]);
            var flow = w * difference;
            residual[i] += flow;
            residual[j] -= flow;
            value.Add(w * difference.Square());
        }

        return (value, residual);
    }

    /// <summary>phi(Z) and ||E R||^2 in one coordinate.</summary>
    private (Interval Value, Interval Residual) Evaluate(
        int coordinate, double[] u, IReadOnlyList<int> exponents, IntervalAccumulator value, Interval[] residual)
    {
        var x = _points[coordinate];
        if (!Array.TrueForAll(u, double.IsFinite))
        {
            return (Interval.Whole, Interval.Whole);
        }

        for (var e = 0; e < slopes?.Factors.Count; e++)
        {
            var (i, j, pull) = (slopes.First[e], slopes.Second[e], slopes.Factors[e] * slopes.Difference(e, coordinate));
            value.Add(pull * ((Interval)x[i] - x[j] + ((Interval)u[i] - u[j])));
            residual[i] += 0.5 * pull;
            residual[j] -= 0.5 * pull;
        }

        var squares = new IntervalAccumulator();
        for (var i = 0; i < x.Length; i++)
        {
            if (position[i] >= 0)
            {
                value.Add((Interval)mu[i] * ((Interval)u[i]).Square());
                if (_kappa.Length > 0)
                {
                    var z = (Interval)x[i] + u[i];
                    value.Add(_kappa[i] * z.Square());
                    residual[i] += _kappa[i] * z;
                }

                var scaled = (residual[i] + ((Interval)mu[i] * u[i])) * PowerOfTwo(exponents[position[i]]);
                squares.Add(scaled.Square());
            }
        }

        return (value.Value, squares.Value);
    }

    private static Interval PowerOfTwo(int exponent) => Math.ScaleB(1, exponent) is var p && p > 0 ? p : new Interval(0, double.Epsilon);

    private void ForEachCoordinate(int step, Action<int> action)
    {
        var groups = (_points.Length + step - 1) / step;
        if ((long)_points.Length * (f.Count + pairs.Count) > 20_000)
        {
            Parallel.For(0, groups, g => action(g * step));
            return;
        }

        for (var g = 0; g < groups; g++)
        {
            action(g * step);
        }
    }
}
