using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace IsoApprox.Kernels;

/// <summary>Largest squared distance.</summary>
internal sealed unsafe class FarthestPairVisitor(SweepPoints points, SharedBest shared) : IPairVisitor
{
    private (double Value, int First, int Second) _best = (-1, int.MaxValue, int.MaxValue);

    /// <inheritdoc/>
    public long Evaluated { get; private set; }

    internal (double Value, int First, int Second) Best => _best;

    /// <inheritdoc/>
    public void Exchange(int start, int end, int from, int to) => _best = shared.Exchange(_best);

    /// <inheritdoc/>
    public void Sift(int i, int from, int to, float* first, float* second)
    {
        if (points.IsWide)
        {
            Sift<Singles512, Vector512<float>>(i, from, to, first);
        }
        else
        {
            Sift<Singles256, Vector256<float>>(i, from, to, first);
        }
    }

    /// <inheritdoc/>
    public void Visit(int i, int from, int to, double* first, double* second)
    {
        if (points.IsWide)
        {
            Visit<Lanes512, Vector512<double>>(i, from, to, first);
        }
        else
        {
            Visit<Lanes256, Vector256<double>>(i, from, to, first);
        }
    }

    private void Sift<TLanes, T>(int i, int from, int to, float* first)
        where TLanes : struct, ILanes<T, float>
        where T : struct
    {
        switch (first is null ? points.Dimension : 0)
        {
            case 0:
                Sift<Wider, TLanes, T>(i, from, to, first);
                break;
            case 1:
                Sift<One, TLanes, T>(i, from, to, first);
                break;
            case 2:
                Sift<Two, TLanes, T>(i, from, to, first);
                break;
            case 3:
                Sift<Three, TLanes, T>(i, from, to, first);
                break;
            default:
                Sift<Four, TLanes, T>(i, from, to, first);
                break;
        }
    }

    private void Visit<TLanes, T>(int i, int from, int to, double* first)
        where TLanes : struct, ILanes<T, double>
        where T : struct
    {
        switch (first is null ? points.Dimension : 0)
        {
            case 0:
                Visit<Wider, TLanes, T>(i, from, to, first);
                break;
            case 1:
                Visit<One, TLanes, T>(i, from, to, first);
                break;
            case 2:
                Visit<Two, TLanes, T>(i, from, to, first);
                break;
            case 3:
                Visit<Three, TLanes, T>(i, from, to, first);
                break;
            default:
                Visit<Four, TLanes, T>(i, from, to, first);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Sift<TDimension, TLanes, T>(int i, int from, int to, float* first)
        where TDimension : struct, INarrow
        where TLanes : struct, ILanes<T, float>
        where T : struct
    {
        var strip = first - (from / SinglePoints.PanelWidth * SinglePoints.PanelWidth);
        for (var j = from / TLanes.Count * TLanes.Count; j < to; j += TLanes.Count)
        {
            j = SiftedFrom<TDimension, TLanes, T>(i, j, to, strip, out var hits);
            Evaluate(i, j, from, to, hits);
        }
    }

    /// <summary>
    /// The first vector of columns at j or behind with a pair that passes, and which pairs do; calls nothing, so that all constants stay in
    /// registers.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private int SiftedFrom<TDimension, TLanes, T>(int i, int j, int to, float* strip, out uint hits)
        where TDimension : struct, INarrow
        where TLanes : struct, ILanes<T, float>
        where T : struct
    {
        var singles = points.Singles!;
        float* widths = singles.Widths, norms = singles.Norms, panels = singles.Panels;
        var below = points.Below(_best.Value);
        var (own, norm, best) = (TLanes.Create(widths[i]), TLanes.Create(norms[i]), TLanes.Create(below));
        var (x, y, z, w) = NarrowKernels.Factors<TDimension, TLanes, T>(singles, i);
        for (; j < to; j += TLanes.Count)
        {
            var low = TDimension.Value > 0
                ? NarrowKernels.Low<TDimension, TLanes, T>(x, y, z, w, norm, norms, panels, j)
                : TLanes.Load(strip + j);
            var found = TLanes.AtLeast(TLanes.Add(low, TLanes.Add(own, TLanes.Load(widths + j))), best);
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
    private void Visit<TDimension, TLanes, T>(int i, int from, int to, double* first)
        where TDimension : struct, INarrow
        where TLanes : struct, ILanes<T, double>
        where T : struct
    {
        var strip = first - (from / PackedPoints.PanelWidth * PackedPoints.PanelWidth);
        for (var j = from / TLanes.Count * TLanes.Count; j < to; j += TLanes.Count)
        {
            j = VisitedFrom<TDimension, TLanes, T>(i, j, to, strip, out var hits);
            Evaluate(i, j, from, to, hits);
        }
    }

    /// <summary>The same for doubles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private int VisitedFrom<TDimension, TLanes, T>(int i, int j, int to, double* strip, out uint hits)
        where TDimension : struct, INarrow
        where TLanes : struct, ILanes<T, double>
        where T : struct
    {
        var precise = points.Precise;
        var panels = precise.Panels;
        var (grow, best) = (TLanes.Create(1 + points.Spread), TLanes.Create(_best.Value));
        var (x, y, z, w) = NarrowKernels.Coordinates<TDimension, TLanes, T, double>(NarrowKernels.Row(precise.Side, i, TDimension.Value));
        for (; j < to; j += TLanes.Count)
        {
            var squared = TDimension.Value > 0
                ? NarrowKernels.Squared<TDimension, TLanes, T>(x, y, z, w, panels, j)
                : TLanes.Load(strip + j);
            var found = TLanes.AtLeast(TLanes.Multiply(squared, grow), best);
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
                var s = points.Squared(i, l);
                _best = SharedBest.IsBetter(s, i, l, _best) ? (s, i, l) : _best;
                Evaluated++;
            }
        }
    }
}
