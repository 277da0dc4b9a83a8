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
        fixed (double* slack = points.Slack)
        {
            var own = Vector256.Create(slack[i]);
            var start = from / 4 * 4;
            for (var j = start; j < to; j += 4)
            {
                var reach = Vector256.Load(first + (j - start)) + (own + Vector256.Load(slack + j));
                var hits = Vector256.GreaterThanOrEqual(reach, Vector256.Create(_best.Value)).ExtractMostSignificantBits();
                if (hits != 0)
                {
                    Evaluate(i, j, hits, first + (j - start));
                }
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
