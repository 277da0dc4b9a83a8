using IsoApprox.Certificates.Penetration;
using IsoApprox.Solver.Nearest.Proof;

namespace IsoApprox.Solver.Nearest.Bounds;

/// <summary>
/// The level that one direction v excludes for two classes: the root T of h(v) + kappa max(H_A, H_B)(v, T) + alpha = (2 + kappa) T, or
/// (h(v) + alpha)/2 where that is larger, in floating point. The least level over all directions is the bound of
/// <see cref="PenetrationCertificate"/>.
/// </summary>
internal sealed class GapFunction
{
    /// <summary>The iteration contracts by kappa/(2 + kappa) &lt;= 1/3.</summary>
    private const int Iterations = 7;

    private readonly double[] _first;
    private readonly double[] _second;
    private readonly double _margin;
    private readonly HalfBall _ofFirst;
    private readonly HalfBall _ofSecond;
    private readonly double[] _reversed;

    /// <summary>Creates the function.</summary>
    /// <param name="first">Coordinates of A, row-major, of size about 1.</param>
    /// <param name="second">Coordinates of B.</param>
    /// <param name="dimension">n of the coordinates.</param>
    /// <param name="kappa">kappa.</param>
    /// <param name="margin">alpha in the unit of the coordinates.</param>
    internal GapFunction(double[] first, double[] second, int dimension, double kappa, double margin)
    {
        (_first, _second, _margin, Kappa) = (first, second, margin, kappa);
        (_ofFirst, _ofSecond) = (new HalfBall(first, dimension), new HalfBall(second, dimension));
        _reversed = new double[dimension];
    }

    internal double Kappa { get; }

    /// <summary>After <see cref="Evaluate"/>: which extent gives the level; null for the depth alone.</summary>
    internal HalfBall? Extent { get; private set; }

    /// <summary>After <see cref="Evaluate"/>: true when the extent is that of B.</summary>
    internal bool IsOfSecond => ReferenceEquals(Extent, _ofSecond);

    /// <summary>The level of a direction.</summary>
    /// <param name="v">Unit vector.</param>
    internal double Evaluate(ReadOnlySpan<double> v)
    {
        var n = v.Length;
        for (var d = 0; d < n; d++)
        {
            _reversed[d] = -v[d];
        }

        var (low, high) = (-Largest(_first, _reversed), Largest(_second, v));
        var depth = (high - low + _margin) / 2;
        var level = Math.Max(0, depth);
        for (var step = 0; step < Iterations; step++)
        {
            var (first, second) = (_ofFirst.Evaluate(v, low + level), _ofSecond.Evaluate(_reversed, level - high));
            Extent = first >= second ? _ofFirst : _ofSecond;
            level = (high - low + (Kappa * Math.Max(first, second)) + _margin) / (2 + Kappa);
        }

        if (depth >= level)
        {
            Extent = null;
        }

        return Math.Max(level, depth);
    }

    private static double Largest(double[] points, ReadOnlySpan<double> v)
    {
        var best = double.NegativeInfinity;
        for (var p = 0; p < points.Length; p += v.Length)
        {
            best = Math.Max(best, DirectionCone.Dot(points.AsSpan(p, v.Length), v));
        }

        return best;
    }
}
