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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Visit(int i, int from, int to, double* first, double* second)
    {
        var slack = points.Slack;
        var own = Vector256.Create(slack[i]);
        var best = Vector256.Create(_best.Value);
        var strip = first - (from / 4 * 4);
        for (var j = from / 4 * 4; j < to; j += 4)
        {
            var reach = Vector256.Load(strip + j) + (own + Vector256.Load(slack + j));
            var hits = Vector256.GreaterThanOrEqual(reach, best).ExtractMostSignificantBits();
            if (hits != 0)
            {
                Evaluate(i, j, hits, strip + j);
                best = Vector256.Create(_best.Value);
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
