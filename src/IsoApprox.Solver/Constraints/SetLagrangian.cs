using IsoApprox.Numerics;
using IsoApprox.Solver.Nearest;
using IsoApprox.Solver.Numerics;

namespace IsoApprox.Solver.Constraints;

/// <summary>
/// Augmented Lagrangian of the nearest embedding of a constraint set as a C^1 function of u alone: h = f + r0 u, and g = h, or g = h/|h| row by row on the
/// sphere. The common
/// level (rho for HAUS, t for ISO) and the levels of the cuts are eliminated exactly. One evaluation costs O(N^2 (d + boundaries)).
/// </summary>
internal sealed class SetLagrangian
{
    private readonly SetSearchSpace _space;
    private readonly SquaredMatrix _squared;
    private readonly double[] _byPoint;
    private readonly double[] _norms;
    private readonly double[] _displacement;
    private readonly double[] _nextLevel;
    private readonly double[] _zeros;
    private readonly PairWeights _weights;

    internal SetLagrangian(SetSearchSpace space)
    {
        _space = space;
        var (n, d) = (space.Count, space.Dimension);
        (_squared, _byPoint, Embedding) = (new SquaredMatrix(n, d), new double[n * d], new double[n * d]);
        (_norms, _displacement, _nextLevel, _zeros) = (new double[n], new double[n], new double[n], new double[n]);
        _weights = new PairWeights(n, d);
        (Comparisons, Thresholds) = (new ComparisonTerms(space), new ThresholdTerms(space));
        Isometric = space.Distances is null ? null : new IsometricLevel(n, space.Distances, 1 / space.Radius);
        Level = new double[n];
        Level.AsSpan().Fill(1.0 / n);
    }

    internal double Penalty { get; set; } = 10;

    /// <summary>Extra gap demanded: squared distance for comparisons, relative for thresholds.</summary>
    internal double Slack { get; set; }

    internal ComparisonTerms Comparisons { get; }

    internal ThresholdTerms Thresholds { get; }

    /// <summary>ISO: the multipliers of the pairs.</summary>
    internal IsometricLevel? Isometric { get; }

    /// <summary>HAUS: mu_i.</summary>
    internal double[] Level { get; }

    /// <summary>g of the last evaluation, N x d.</summary>
    internal double[] Embedding { get; }

    /// <summary>Squared distances of g, N x N.</summary>
    internal ReadOnlySpan<double> SquaredDistances => _squared.Values;

    internal long Evaluations { get; private set; }

    /// <summary>Value and gradient in u.</summary>
    internal double Evaluate(ReadOnlySpan<double> u, Span<double> gradient)
    {
        Evaluations++;
        var (n, d) = (_space.Count, _space.Dimension);
        _space.Points.AsSpan().CopyTo(Embedding);
        VectorKernels.AddScaled(_space.Radius, u, Embedding);
        if (_space.IsSphere)
        {
            Normalise(d);
        }

        _squared.Fill(Embedding, null);
        _weights.Clear();
        _byPoint.AsSpan().Clear();
        var value = Comparisons.Evaluate(_squared.Values, Penalty, Slack, _weights) + Thresholds.Evaluate(_squared.Values, Penalty, Slack, _weights);
        value += Isometric is null ? HausdorffLevel(n, d) : Isometric.Evaluate([], [], _squared.Values, Penalty, _weights);
        _weights.AddGradient(Embedding, 1, _byPoint, null);
        ToUnknowns(gradient, d);
        return value;
    }

    /// <summary>Takes the updated multipliers of the last evaluation; returns max |change| / c.</summary>
    internal double UpdateMultipliers()
    {
        var change = Math.Max(Comparisons.Update(), Thresholds.Update());
        if (Isometric is not null)
        {
            return Math.Max(change, Isometric.Update(_zeros)) / Penalty;
        }

        for (var i = 0; i < Level.Length; i++)
        {
            change = Math.Max(change, Math.Abs(_nextLevel[i] - Level[i]));
            Level[i] = _nextLevel[i];
        }

        return change / Penalty;
    }

    private void Normalise(int d)
    {
        for (var i = 0; i < _norms.Length; i++)
        {
            var row = Embedding.AsSpan(i * d, d);
            _norms[i] = Math.Max(1e-12, Math.Sqrt(VectorKernels.Dot(row, row)));
            VectorKernels.Scale(1 / _norms[i], row);
        }
    }

    /// <summary>The gradient by u from the gradient by g; on the sphere its part across g over |h|.</summary>
    private void ToUnknowns(Span<double> gradient, int d)
    {
        gradient.Clear();
        for (var i = 0; i < _norms.Length; i++)
        {
            var own = _byPoint.AsSpan(i * d, d);
            var target = gradient.Slice(i * d, d);
            var factor = _space.Radius / (_space.IsSphere ? _norms[i] : 1);
            VectorKernels.AddScaled(factor, own, target);
            if (_space.IsSphere)
            {
                var row = Embedding.AsSpan(i * d, d);
                VectorKernels.AddScaled(-factor * VectorKernels.Dot(own, row), row, target);
            }
        }
    }

    /// <summary>The terms |g_i - f_i|^2/r0^2 &lt;= rho.</summary>
    private double HausdorffLevel(int n, int d)
    {
        var (c, r0) = (Penalty, _space.Radius);
        for (var i = 0; i < n; i++)
        {
            var squared = PairwiseDistances.Squared(Embedding.AsSpan(i * d, d), _space.Points.AsSpan(i * d, d));
            _displacement[i] = (squared / (r0 * r0)) + (Level[i] / c);
        }

        var rho = LevelRoots.Simplex(_displacement, 1 / c);
        var value = rho;
        for (var i = 0; i < n; i++)
        {
            var m = Math.Max(0, c * (_displacement[i] - rho));
            _nextLevel[i] = m;
            value += ((m * m) - (Level[i] * Level[i])) / (2 * c);
            VectorKernels.AddScaledDifference(2 * m / (r0 * r0), Embedding.AsSpan(i * d, d), _space.Points.AsSpan(i * d, d), _byPoint.AsSpan(i * d, d));
        }

        return value;
    }
}
