using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace IsoApprox.Numerics;

/// <summary>Largest squared distance.</summary>
internal sealed unsafe class FarthestPairVisitor(PackedPoints points, SharedBest shared) : IPairVisitor
{
    private (double Value, int First, int Second) _best = (-1, int.MaxValue, int.MaxValue);

    internal (double Value, int First, int Second) Best => _best;

    public void BeginTile() => _best = shared.Exchange(_best);

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

    private void Visit<TLanes, T>(int i, int from, int to, double* first)
        where TLanes : struct, ILanes<T>
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
    private void Visit<TDimension, TLanes, T>(int i, int from, int to, double* first)
        where TDimension : struct, INarrow
        where TLanes : struct, ILanes<T>
        where T : struct
    {
        double* slack = points.Slack, panels = points.Panels;
        var start = from / PackedPoints.PanelWidth * PackedPoints.PanelWidth;
        var (own, best) = (TLanes.Create(slack[i]), TLanes.Create(_best.Value));
        var (x, y, z, w) = NarrowKernels.Coordinates<TDimension, TLanes, T>(NarrowKernels.Row(points.Side, i, TDimension.Value));
        for (var j = start; j < to; j += TLanes.Count)
        {
            var reach = TDimension.Value > 0
                ? NarrowKernels.Squared<TDimension, TLanes, T>(x, y, z, w, panels, j)
                : TLanes.Add(TLanes.Load(first + (j - start)), TLanes.Add(own, TLanes.Load(slack + j)));
            var hits = TLanes.AtLeast(reach, best);
            if (hits != 0)
            {
                Evaluate(i, j, from, hits);
                best = TLanes.Create(_best.Value);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Evaluate(int i, int j, int from, uint hits)
    {
        for (; hits != 0; hits &= hits - 1)
        {
            var l = j + BitOperations.TrailingZeroCount(hits);
            if (l >= from)
            {
                var s = points.Squared(i, l);
                _best = SharedBest.IsBetter(s, i, l, _best) ? (s, i, l) : _best;
            }
        }
    }
}
