using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace IsoApprox.Kernels;

/// <summary>
/// Largest |sqrt a - sqrt b| over the pairs' squared distances a, b in two point sets. A pair with |sqrt a - sqrt b| >= t has h = (a + b -
/// t^2) / 2 >= sqrt(a b): no square root is taken unless h^2 >= a b can hold for the best value t so far, with h raised by the errors of a,
/// b, of the roots and of its own evaluation, all relative to a + b. Rounding is monotone, so the products need no allowance.
/// </summary>
/// <remarks>
/// As floats: the upper ends of a and b make h, the lower ends the product. h is raised by 2^-20 (a + b) / 2: 16 roundings for three
/// additions, a
/// multiplication and the roots. The product is compared with h |h|, and one factor is kept from being negative, so a pair with negative h
/// passes only when
/// the product is as negative. As doubles: h is raised by 2^-47 (a + b) / 2 where a and b are exact to the last bit, and by their relative
/// error besides.
/// </remarks>
internal sealed unsafe class DistanceChangeVisitor(SweepPoints f, SweepPoints g, SharedBest shared) : IPairVisitor
{
    private const float HalfSingle = 0.5f + (0.5f / (1 << 20));
    private readonly bool _exact = f.IsExact && g.IsExact;
    private readonly double _half = 0.5 + (0.5 / (1L << 47)) + (1.5 * Math.Max(f.Spread, g.Spread));
    private (double Value, int First, int Second) _best = (-1, int.MaxValue, int.MaxValue);

    /// <summary>Minus half of t^2.</summary>
    private double _threshold;

    /// <inheritdoc/>
    public long Evaluated { get; private set; }

    internal (double Value, int First, int Second) Best => _best;

    /// <inheritdoc/>
    public void Exchange(int start, int end, int from, int to)
    {
        _best = shared.Exchange(_best);
        SetThreshold();
    }

    /// <inheritdoc/>
    public void Sift(int i, int from, int to, float* first, float* second)
    {
        if (f.IsWide)
        {
            Sift<Singles512, Vector512<float>>(i, from, to, first, second);
        }
        else
        {
            Sift<Singles256, Vector256<float>>(i, from, to, first, second);
        }
    }

    /// <inheritdoc/>
    public void Visit(int i, int from, int to, double* first, double* second)
    {
        if (f.IsWide)
        {
            Visit<Lanes512, Vector512<double>>(i, from, to, first, second);
        }
        else
        {
            Visit<Lanes256, Vector256<double>>(i, from, to, first, second);
        }
    }

    private void Sift<TLanes, T>(int i, int from, int to, float* first, float* second)
        where TLanes : struct, ILanes<T, float>
        where T : struct
    {
        switch (first is null ? f.Dimension : 0)
        {
            case 0:
                Sift<Wider, TLanes, T>(i, from, to, first, second);
                break;
            case 1:
                Sift<One, TLanes, T>(i, from, to, first, second);
                break;
            case 2:
                Sift<Two, TLanes, T>(i, from, to, first, second);
                break;
            case 3:
                Sift<Three, TLanes, T>(i, from, to, first, second);
                break;
            default:
                Sift<Four, TLanes, T>(i, from, to, first, second);
                break;
        }
    }

    private void Visit<TLanes, T>(int i, int from, int to, double* first, double* second)
        where TLanes : struct, ILanes<T, double>
        where T : struct
    {
        switch (first is null ? f.Dimension : 0)
        {
            case 0:
                Visit<Wider, TLanes, T>(i, from, to, first, second);
                break;
            case 1:
                Visit<One, TLanes, T>(i, from, to, first, second);
                break;
            case 2:
                Visit<Two, TLanes, T>(i, from, to, first, second);
                break;
            case 3:
                Visit<Three, TLanes, T>(i, from, to, first, second);
                break;
            default:
                Visit<Four, TLanes, T>(i, from, to, first, second);
                break;
        }
    }

    private void SetThreshold() => _threshold = -0.5 * Math.Max(0, _best.Value) * Math.Max(0, _best.Value);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Sift<TDimension, TLanes, T>(int i, int from, int to, float* first, float* second)
        where TDimension : struct, INarrow
        where TLanes : struct, ILanes<T, float>
        where T : struct
    {
        var offset = from / SinglePoints.PanelWidth * SinglePoints.PanelWidth;
        for (var j = from / TLanes.Count * TLanes.Count; j < to; j += TLanes.Count)
        {
            j = SiftedFrom<TDimension, TLanes, T>(i, j, to, first - offset, second - offset, out var hits);
            Evaluate(i, j, from, to, hits);
        }
    }

    /// <summary>
    /// The first vector of columns at j or behind with a pair that passes, and which pairs do; calls nothing, so that all constants stay in
    /// registers.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private int SiftedFrom<TDimension, TLanes, T>(int i, int j, int to, float* first, float* second, out uint hits)
        where TDimension : struct, INarrow
        where TLanes : struct, ILanes<T, float>
        where T : struct
    {
        SinglePoints pointsF = f.Singles!, pointsG = g.Singles!;
        float* widthsF = pointsF.Widths, widthsG = pointsG.Widths, normsF = pointsF.Norms, normsG = pointsG.Norms;
        float* panelsF = pointsF.Panels, panelsG = pointsG.Panels;
        var raised = MathF.BitIncrement((float)((_threshold * f.SquaredScale) + (HalfSingle * ((double)widthsF[i] + widthsG[i]))));
        var (normF, normG) = (TLanes.Create(normsF[i]), TLanes.Create(normsG[i]));
        var (half, threshold) = (TLanes.Create(HalfSingle), TLanes.Create(raised));
        var (x, y, z, w) = NarrowKernels.Factors<TDimension, TLanes, T>(pointsF, i);
        var (p, q, r, s) = NarrowKernels.Factors<TDimension, TLanes, T>(pointsG, i);
        for (; j < to; j += TLanes.Count)
        {
            var a = TDimension.Value > 0
                ? NarrowKernels.Low<TDimension, TLanes, T>(x, y, z, w, normF, normsF, panelsF, j)
                : TLanes.Load(first + j);
            var b = TDimension.Value > 0
                ? NarrowKernels.Low<TDimension, TLanes, T>(p, q, r, s, normG, normsG, panelsG, j)
                : TLanes.Load(second + j);
            var sum = TLanes.Add(TLanes.Add(a, b), TLanes.Add(TLanes.Load(widthsF + j), TLanes.Load(widthsG + j)));
            var rest = TLanes.MultiplyAdd(sum, half, threshold);
            var found = TLanes.AtLeast(TLanes.Multiply(rest, TLanes.Abs(rest)), TLanes.Multiply(TLanes.Max(a, default), b));
            if (found != 0)
            {
                hits = found;
                return j;
            }
        }

        hits = 0;
        return j;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Visit<TDimension, TLanes, T>(int i, int from, int to, double* first, double* second)
        where TDimension : struct, INarrow
        where TLanes : struct, ILanes<T, double>
        where T : struct
    {
        var offset = from / PackedPoints.PanelWidth * PackedPoints.PanelWidth;
        for (var j = from / TLanes.Count * TLanes.Count; j < to; j += TLanes.Count)
        {
            j = VisitedFrom<TDimension, TLanes, T>(i, j, to, first - offset, second - offset, out var hits);
            Evaluate(i, j, from, to, hits);
        }
    }

    /// <summary>The same for doubles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private int VisitedFrom<TDimension, TLanes, T>(int i, int j, int to, double* first, double* second, out uint hits)
        where TDimension : struct, INarrow
        where TLanes : struct, ILanes<T, double>
        where T : struct
    {
        PackedPoints pointsF = f.Precise, pointsG = g.Precise;
        double* panelsF = pointsF.Panels, panelsG = pointsG.Panels;
        var exact = _exact;
        var (half, threshold, best) = (TLanes.Create(_half), TLanes.Create(_threshold), TLanes.Create(_best.Value));
        var (x, y, z, w) = NarrowKernels.Coordinates<TDimension, TLanes, T, double>(NarrowKernels.Row(pointsF.Side, i, TDimension.Value));
        var (p, q, r, s) = NarrowKernels.Coordinates<TDimension, TLanes, T, double>(NarrowKernels.Row(pointsG.Side, i, TDimension.Value));
        for (; j < to; j += TLanes.Count)
        {
            var a = TDimension.Value > 0 ? NarrowKernels.Squared<TDimension, TLanes, T>(x, y, z, w, panelsF, j) : TLanes.Load(first + j);
            var b = TDimension.Value > 0 ? NarrowKernels.Squared<TDimension, TLanes, T>(p, q, r, s, panelsG, j) : TLanes.Load(second + j);
            var rest = TLanes.MultiplyAdd(TLanes.Add(a, b), half, threshold);
            var found = TLanes.AtLeast(TLanes.Multiply(rest, TLanes.Abs(rest)), TLanes.Multiply(a, b));
            if (found != 0 && exact)
            {
                // Lanes whose value is better; a tie only when the row is not behind that of the best.
                var change = TLanes.Abs(TLanes.Subtract(TLanes.Sqrt(a), TLanes.Sqrt(b)));
                found = i > _best.First ? TLanes.Above(change, best) : TLanes.AtLeast(change, best);
            }

            if (found != 0)
            {
                hits = found;
                return j;
            }
        }

        hits = 0;
        return j;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Evaluate(int i, int j, int from, int to, uint hits)
    {
        for (; hits != 0; hits &= hits - 1)
        {
            var l = j + BitOperations.TrailingZeroCount(hits);
            if (l >= from && l < to)
            {
                var value = Math.Abs(Math.Sqrt(f.Squared(i, l)) - Math.Sqrt(g.Squared(i, l)));
                Evaluated++;
                if (SharedBest.IsBetter(value, i, l, _best))
                {
                    _best = (value, i, l);
                    SetThreshold();
                }
            }
        }
    }
}
