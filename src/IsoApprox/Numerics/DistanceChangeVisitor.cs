using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace IsoApprox.Numerics;

/// <summary>
/// Largest |sqrt a - sqrt b| over the pairs' squared distances a, b in two point sets. A pair with |sqrt a - sqrt b| >= t has a + b - t^2 >= 2 sqrt(a b):
/// no square root
/// is taken unless that inequality, relaxed by the error of a, b and of its own evaluation, holds.
/// </summary>
internal sealed unsafe class DistanceChangeVisitor(PackedPoints f, PackedPoints g, SharedBest shared) : IPairVisitor
{
    private const double Room = 1.0 / (1L << 47);
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
        if (_direct)
        {
            VisitDirect(i, from, to, first, second);
        }
        else
        {
            VisitSifted(i, from, to, first, second);
        }
    }

    private void SetThreshold() => _threshold = Math.Max(0, _best.Value) * Math.Max(0, _best.Value);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void VisitDirect(int i, int from, int to, double* first, double* second)
    {
        var (sumFactor, productFactor) = (Vector256.Create(1 + Room), Vector256.Create(4 * (1 - Room)));
        var threshold = Vector256.Create(-_threshold);
        var start = from / 4 * 4;
        for (var j = 0; j < to - start; j += 4)
        {
            var (a, b) = (Vector256.Load(first + j), Vector256.Load(second + j));
            var rest = Vector256.MaxNative(Vector256.FusedMultiplyAdd(a + b, sumFactor, threshold), Vector256<double>.Zero);
            if (Vector256.GreaterThanOrEqual(rest * rest, a * productFactor * b).ExtractMostSignificantBits() != 0)
            {
                Compare(i, start + j, a, b);
                threshold = Vector256.Create(-_threshold);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void VisitSifted(int i, int from, int to, double* first, double* second)
    {
        double* slackF = f.Slack, slackG = g.Slack;
        var (ownF, ownG) = (Vector256.Create(slackF[i]), Vector256.Create(slackG[i]));
        var (sumFactor, productFactor) = (Vector256.Create(1 + Room), Vector256.Create(4 * (1 - Room)));
        var threshold = Vector256.Create(-_threshold);
        var start = from / 4 * 4;
        for (var j = start; j < to; j += 4)
        {
            var (a, b) = (Vector256.Load(first + (j - start)), Vector256.Load(second + (j - start)));
            var (errorA, errorB) = (ownF + Vector256.Load(slackF + j), ownG + Vector256.Load(slackG + j));
            var rest = Vector256.MaxNative(Vector256.FusedMultiplyAdd(a + b + (errorA + errorB), sumFactor, threshold), Vector256<double>.Zero);
            var (low, other) = (Vector256.MaxNative(a - errorA, Vector256<double>.Zero), Vector256.MaxNative(b - errorB, Vector256<double>.Zero));
            var hits = Vector256.GreaterThanOrEqual(rest * rest, low * productFactor * other).ExtractMostSignificantBits();
            if (hits != 0)
            {
                Evaluate(i, j, Math.Max(from, j) - j, hits, first + (j - start), second + (j - start));
                threshold = Vector256.Create(-_threshold);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Compare(int i, int j, Vector256<double> a, Vector256<double> b)
    {
        var change = Vector256.Abs(Vector256.Sqrt(a) - Vector256.Sqrt(b));
        var best = Vector256.Create(_best.Value);
        var hits = (i > _best.First ? Vector256.GreaterThan(change, best) : Vector256.GreaterThanOrEqual(change, best)).ExtractMostSignificantBits();
        for (; hits != 0; hits &= hits - 1)
        {
            var l = BitOperations.TrailingZeroCount(hits);
            Offer(change.GetElement(l), i, j + l);
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
