using IsoApprox.Arithmetic;

namespace IsoApprox.Certificates.Branch;

/// <summary>
/// A linear function of the variables of <see cref="BranchRelaxation"/> with enclosed coefficients, and its least value over their box.
/// </summary>
internal sealed class BranchSum
{
    private readonly int _dimension;
    private readonly int _radii;
    private readonly Interval[] _coefficients;
    private Interval _constant;

    internal BranchSum(int count, int dimension, int radii, double objective)
    {
        (_dimension, _radii) = (dimension, count * dimension);
        _coefficients = new Interval[_radii + radii + 1];
        _coefficients[^1] = objective;
    }

    internal static Interval Norm(ReadOnlySpan<double> w)
    {
        Interval squared = 0;
        foreach (var x in w)
        {
            squared += ((Interval)x).Square();
        }

        return squared.Sqrt();
    }

    internal void AddConstant(Interval value) => _constant += value;

    internal void AddLevel(Interval value) => _coefficients[^1] += value;

    internal void AddRadius(int radius, Interval value) => _coefficients[_radii + radius] += value;

    /// <summary>Adds sign w.u_i.</summary>
    internal void AddVector(int i, ReadOnlySpan<double> w, int sign)
    {
        for (var d = 0; d < w.Length; d++)
        {
            _coefficients[(i * _dimension) + d] += sign * w[d];
        }
    }

    /// <summary>Adds sign w.x_ij with x_ij = base + u_j - u_i.</summary>
    internal void AddDifference(int i, int j, ReadOnlySpan<double> w, Interval[] origin, int sign)
    {
        AddVector(j, w, sign);
        AddVector(i, w, -sign);
        for (var d = 0; d < w.Length; d++)
        {
            _constant += sign * w[d] * origin[d];
        }
    }

    internal double Minimum(Interval[] box)
    {
        var sum = _constant;
        for (var v = 0; v < box.Length; v++)
        {
            if (_coefficients[v] != Interval.Zero)
            {
                sum += _coefficients[v] * box[v];
            }
        }

        return double.IsNaN(sum.Lower) ? double.NegativeInfinity : sum.Lower;
    }
}
