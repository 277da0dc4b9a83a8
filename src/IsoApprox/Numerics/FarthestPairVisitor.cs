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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Visit<TLanes, T>(int i, int from, int to, double* first)
        where TLanes : struct, ILanes<T>
        where T : struct
    {
        var slack = points.Slack;
        var start = from / PackedPoints.PanelWidth * PackedPoints.PanelWidth;
        var (own, best) = (TLanes.Create(slack[i]), TLanes.Create(_best.Value));
        for (var j = start; j < to; j += TLanes.Count)
        {
            var reach = TLanes.Add(TLanes.Load(first + (j - start)), TLanes.Add(own, TLanes.Load(slack + j)));
            var hits = TLanes.AtLeast(reach, best);
            if (hits != 0)
            {
                Evaluate(i, j, hits, first + (j - start));
                best = TLanes.Create(_best.Value);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Evaluate(int i, int j, uint hits, double* strip)
    {
        for (; hits != 0; hits &= hits - 1)
        {
            var l = BitOperations.TrailingZeroCount(hits);
            var s = points.IsDirect ? strip[l] : points.Squared(i, j + l);
            if (SharedBest.IsBetter(s, i, j + l, _best))
            {
                _best = (s, i, j + l);
            }
        }
    }
}
