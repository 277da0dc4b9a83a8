using IsoApprox.Arithmetic;

namespace IsoApprox.Measures;

/// <summary>
/// Circumscribed ball of an affinely independent support s_0..s_k within its affine hull, by an orthogonal factorisation [s_j - s_0] = Q R
/// (classical Gram-Schmidt, two passes) that grows by a column and is rebuilt behind a removed one.
/// </summary>
internal sealed class SupportBall(double[] points, int dimension)
{
    private readonly List<double[]> _q = [];
    private readonly List<double[]> _r = [];

    /// <summary>The support, in the order of the factorisation.</summary>
    internal List<int> Rows { get; } = [];

    /// <summary>Circumcentre after <see cref="Solve"/>.</summary>
    internal double[] Center { get; } = new double[dimension];

    /// <summary>Squared circumradius after <see cref="Solve"/>.</summary>
    internal double SquaredRadius { get; private set; }

    /// <summary>After a failed <see cref="TryAppend"/>: coefficients v with p = sum v_j s_j, sum v_j = 1.</summary>
    internal double[] Dependence { get; private set; } = [];

    /// <summary>Appends a row unless it lies in the affine hull of the support to rounding.</summary>
    internal bool TryAppend(int row)
    {
        if (Rows.Count == 0)
        {
            Rows.Add(row);
            return true;
        }

        var v = new double[dimension];
        var p = Point(row);
        var s0 = Point(Rows[0]);
        for (var k = 0; k < dimension; k++)
        {
            v[k] = p[k] - s0[k];
        }

        var coefficients = new double[_q.Count + 1];
        for (var pass = 0; pass < 2; pass++)
        {
            for (var j = 0; j < _q.Count; j++)
            {
                var c = Dot(v, _q[j]);
                coefficients[j] += c;
                AddTo(v, -c, _q[j]);
            }
        }

        var height = Math.Sqrt(Dot(v, v));
        if (!(height > 16 * (dimension + 2) * PairwiseDistances.UnitRoundoff))
        {
            Dependence = Barycentric(coefficients.AsSpan(0, _q.Count));
            return false;
        }

        coefficients[^1] = height;
        for (var k = 0; k < dimension; k++)
        {
            v[k] /= height;
        }

        _q.Add(v);
        _r.Add(coefficients);
        Rows.Add(row);
        return true;
    }

    /// <summary>
    /// Removes the support row at a position together with its weight and factorises what stood behind it anew; a row that rounding then
    /// puts into the hull of the others goes too.
    /// </summary>
    internal void RemoveAt(int position, List<double> weights)
    {
        var (rows, rowWeights) = (Rows[(position + 1)..], weights[(position + 1)..]);
        Rows.RemoveRange(position, Rows.Count - position);
        weights.RemoveRange(position, weights.Count - position);
        var kept = Math.Max(0, Rows.Count - 1);
        _q.RemoveRange(kept, _q.Count - kept);
        _r.RemoveRange(kept, _r.Count - kept);
        for (var s = 0; s < rows.Count; s++)
        {
            if (TryAppend(rows[s]))
            {
                weights.Add(rowWeights[s]);
            }
        }
    }

    /// <summary>Computes the circumcentre and returns its barycentric coordinates.</summary>
    internal double[] Solve()
    {
        // (s_j - s_0).x = ||s_j - s_0||^2 / 2 with x = Q z, then one step of refinement on the distances themselves.
        var k = _q.Count;
        var (z, rest) = (new double[k], new double[k]);
        Point(Rows[0]).CopyTo(Center);
        for (var pass = 0; pass < 2; pass++)
        {
            SquaredRadius = PairwiseDistances.Squared(Point(Rows[0]), Center);
            for (var j = 0; j < k; j++)
            {
                rest[j] = 0.5 * (PairwiseDistances.Squared(Point(Rows[j + 1]), Center) - SquaredRadius);
            }

            for (var j = 0; j < k; j++)
            {
                var sum = rest[j];
                for (var i = 0; i < j; i++)
                {
                    sum -= _r[j][i] * rest[i];
                }

                rest[j] = sum / _r[j][j];
                z[j] += rest[j];
                AddTo(Center, rest[j], _q[j]);
            }
        }

        SquaredRadius = PairwiseDistances.Squared(Point(Rows[0]), Center);
        return Barycentric(z);
    }

    /// <summary>Solves R y = z and returns (1 - sum y, y).</summary>
    private double[] Barycentric(ReadOnlySpan<double> z)
    {
        var y = new double[z.Length + 1];
        y[0] = 1;
        for (var j = z.Length - 1; j >= 0; j--)
        {
            var sum = z[j];
            for (var i = j + 1; i < z.Length; i++)
            {
                sum -= _r[i][j] * y[i + 1];
            }

            y[j + 1] = sum / _r[j][j];
            y[0] -= y[j + 1];
        }

        return y;
    }

    private ReadOnlySpan<double> Point(int row) => points.AsSpan(row * dimension, dimension);

    private static double Dot(double[] x, double[] y)
    {
        var sum = 0.0;
        for (var k = 0; k < x.Length; k++)
        {
            sum += x[k] * y[k];
        }

        return sum;
    }

    private static void AddTo(double[] x, double factor, double[] y)
    {
        for (var k = 0; k < x.Length; k++)
        {
            x[k] += factor * y[k];
        }
    }
}
