using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace IsoApprox.Numerics;

/// <summary>
/// Largest |sqrt a - sqrt b| over the pairs' squared distances a, b in two point sets. A pair with |sqrt a - sqrt b| >= t has
/// h = (a + b - t^2) / 2 >= sqrt(a b): no square root is taken unless h >= 0 and h^2 >= a b, with h raised by the error of a, b, of the roots and of its own
/// evaluation (relative to a + b at most 2^-49); rounding is monotone, so the products need no allowance.
/// </summary>
internal sealed unsafe class DistanceChangeVisitor(PackedPoints f, PackedPoints g, SharedBest shared) : IPairVisitor
{
    private const double Half = 0.5 + (0.5 / (1L << 47));
    private readonly bool _direct = f.IsDirect && g.IsDirect;
    private (double Value, int First, int Second) _best = (-1, int.MaxValue, int.MaxValue);
    private double _threshold;

    internal (double Value, int First, int Second) Best => _best;

    public void BeginTile()
    {
        _best = shared.Exchange(_best);
        SetThreshold();
    }

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

    private void Visit<TLanes, T>(int i, int from, int to, double* first, double* second)
        where TLanes : struct, ILanes<T>
        where T : struct
    {
        switch (first is null ? f.Dimension : 0)
        {
            case 0 when _direct:
                Visit<Yes, Wider, TLanes, T>(i, from, to, first, second);
                break;
            case 0:
                Visit<No, Wider, TLanes, T>(i, from, to, first, second);
                break;
            case 1:
                Visit<Yes, One, TLanes, T>(i, from, to, first, second);
                break;
            case 2:
                Visit<Yes, Two, TLanes, T>(i, from, to, first, second);
                break;
            case 3:
                Visit<Yes, Three, TLanes, T>(i, from, to, first, second);
                break;
            default:
                Visit<Yes, Four, TLanes, T>(i, from, to, first, second);
                break;
        }
    }

    /// <summary>Minus half of t^2.</summary>
    private void SetThreshold() => _threshold = -0.5 * Math.Max(0, _best.Value) * Math.Max(0, _best.Value);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Visit<TDirect, TDimension, TLanes, T>(int i, int from, int to, double* first, double* second)
        where TDirect : struct, IFlag
        where TDimension : struct, INarrow
        where TLanes : struct, ILanes<T>
        where T : struct
    {
        double* slackF = f.Slack, slackG = g.Slack, panelsF = f.Panels, panelsG = g.Panels;
        var (ownF, ownG) = (TLanes.Create(slackF[i]), TLanes.Create(slackG[i]));
        var (half, threshold) = (TLanes.Create(Half), TLanes.Create(_threshold));
        var start = from / PackedPoints.PanelWidth * PackedPoints.PanelWidth;
        var (x, y, z, w) = NarrowKernels.Coordinates<TDimension, TLanes, T>(NarrowKernels.Row(f.Side, i, TDimension.Value));
        var (p, q, r, s) = NarrowKernels.Coordinates<TDimension, TLanes, T>(NarrowKernels.Row(g.Side, i, TDimension.Value));
        for (var j = start; j < to; j += TLanes.Count)
        {
            var a = TDimension.Value > 0 ? NarrowKernels.Squared<TDimension, TLanes, T>(x, y, z, w, panelsF, j) : TLanes.Load(first + (j - start));
            var b = TDimension.Value > 0 ? NarrowKernels.Squared<TDimension, TLanes, T>(p, q, r, s, panelsG, j) : TLanes.Load(second + (j - start));
            var sum = TLanes.Add(a, b);
            var (lowA, lowB) = (a, b);
            if (!TDirect.IsSet)
            {
                var (errorA, errorB) = (TLanes.Add(ownF, TLanes.Load(slackF + j)), TLanes.Add(ownG, TLanes.Load(slackG + j)));
                sum = TLanes.Add(sum, TLanes.Add(errorA, errorB));
                (lowA, lowB) = (TLanes.Max(TLanes.Subtract(a, errorA), default), TLanes.Max(TLanes.Subtract(b, errorB), default));
            }

            var rest = TLanes.MultiplyAdd(sum, half, threshold);
            var hits = TLanes.AtLeast(TLanes.Multiply(rest, TLanes.Abs(rest)), TLanes.Multiply(lowA, lowB));
            if (hits == 0)
            {
                continue;
            }

            if (TDirect.IsSet)
            {
                Compare<TLanes, T>(i, j, from, a, b);
            }
            else
            {
                Evaluate(i, j, Math.Max(from, j) - j, hits, first + (j - start), second + (j - start));
            }

            threshold = TLanes.Create(_threshold);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Compare<TLanes, T>(int i, int j, int from, T a, T b)
        where TLanes : struct, ILanes<T>
        where T : struct
    {
        var change = TLanes.Abs(TLanes.Subtract(TLanes.Sqrt(a), TLanes.Sqrt(b)));
        var best = TLanes.Create(_best.Value);
        var hits = i > _best.First ? TLanes.Above(change, best) : TLanes.AtLeast(change, best);
        if (hits == 0)
        {
            return;
        }

        var values = stackalloc double[TLanes.Count];
        TLanes.Store(change, values);
        for (; hits != 0; hits &= hits - 1)
        {
            var l = BitOperations.TrailingZeroCount(hits);
            if (j + l >= from)
            {
                Offer(values[l], i, j + l);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Evaluate(int i, int j, int skip, uint hits, double* stripF, double* stripG)
    {
        for (hits = hits >> skip << skip; hits != 0; hits &= hits - 1)
        {
            var l = BitOperations.TrailingZeroCount(hits);
            if (j + l < f.Count)
            {
                var a = f.IsDirect ? stripF[l] : f.Squared(i, j + l);
                var b = g.IsDirect ? stripG[l] : g.Squared(i, j + l);
                Offer(Math.Abs(Math.Sqrt(a) - Math.Sqrt(b)), i, j + l);
            }
        }
    }

    private void Offer(double value, int i, int j)
    {
        if (SharedBest.IsBetter(value, i, j, _best))
        {
            _best = (value, i, j);
            SetThreshold();
        }
    }
}
