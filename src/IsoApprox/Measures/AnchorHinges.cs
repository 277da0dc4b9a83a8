using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Kernels;
using IsoApprox.Sets;

namespace IsoApprox.Measures;

/// <summary>
/// Batch-hard: the anchors' hinges [margin + max_p d(a,p) - min_n d(a,n)]_+. Which of them are positive is decided exactly.
/// </summary>
internal sealed class AnchorHinges
{
    private readonly Embedding _f;
    private readonly double _margin;
    private readonly bool _isSquared;
    private readonly ComparisonTest _test;
    private readonly AnchorDistances _anchors;
    private readonly bool _isOrdinary;

    private AnchorHinges(Embedding f, double margin, bool isSquared, ComparisonTest test, CancellationToken cancellation)
    {
        (_f, _margin, _isSquared, _test) = (f, margin, isSquared, test);
        _anchors = AnchorDistances.From(f, f.Classes.ToArray(), test.Sweep!, cancellation);
        _isOrdinary = test.Sweep!.Range is { IsWide: false, Exponent: 0 };
    }

    /// <summary>The mean over anchors that have a negative.</summary>
    internal static BatchHardLoss Mean(
        Embedding f, double margin, TripletDistance distance, IProgress<double>? progress, CancellationToken cancellation)
    {
        var test = ComparisonTest.OfClasses(f, margin, progress, cancellation);
        return new AnchorHinges(f, margin, distance == TripletDistance.SquaredEuclidean, test, cancellation).Mean(cancellation);
    }

    private BatchHardLoss Mean(CancellationToken cancellation)
    {
        var (hinges, open) = (new WideDouble[_f.Count], new List<int>());
        for (var i = 0; i < hinges.Length; i++)
        {
            var isActive = IsActive(i);
            hinges[i] = isActive == true ? Hinge(i) : default;
            if (isActive is null)
            {
                open.Add(i);
            }
        }

        WorkQueue.Run(
            open.Count,
            (double)open.Count * _f.Count * (_f.Dimension + 16),
            () => new Interval[_f.Count],
            (distances, e) => hinges[open[e]] = ExactHinge(open[e], distances),
            _ => { },
            null,
            cancellation);
        var (sum, count, active) = (default(WideDouble), 0, 0);
        for (var i = 0; i < hinges.Length; i++)
        {
            count += _anchors.NearestNegative[i] < 0 ? 0 : 1;
            active += hinges[i] > default(WideDouble) ? 1 : 0;
            sum += hinges[i];
        }

        return new BatchHardLoss(count == 0 ? 0 : (double)(sum / count), count, active);
    }

    /// <summary>Whether the hinge is positive; null when the sifted distances leave it open.</summary>
    private bool? IsActive(int i)
    {
        if (_anchors.NearestNegative[i] < 0)
        {
            return false;
        }

        if (!_isSquared)
        {
            return !_test.Decide(i);
        }

        var bracket = _test.SiftedSquares(i) + ((Interval)_margin).ScaleB(-2 * _test.Sweep!.Exponent);
        return bracket.Lower > 0 ? true : bracket.Upper <= 0 ? false : null;
    }

    private WideDouble Hinge(int i)
    {
        var (positive, negative) = (_anchors.FarthestPositive[i], _anchors.NearestNegative[i]);
        if (!_isOrdinary)
        {
            var (far, near) = (PairwiseDistances.WideDistance(_f[i], _f[positive]), PairwiseDistances.WideDistance(_f[i], _f[negative]));
            return _isSquared ? far.Squared() + _margin - near.Squared() : far + _margin - near;
        }

        return _isSquared
            ? PairwiseDistances.Squared(_f[i], _f[positive]) + _margin - PairwiseDistances.Squared(_f[i], _f[negative])
            : _anchors.FarthestPositiveDistance[i] + _margin - _anchors.NearestNegativeDistance[i];
    }

    private WideDouble ExactHinge(int i, Interval[] distances)
    {
        var exact = _test.WorstAt(i, distances)!;
        return Math.Max(0, _isSquared ? (exact.Plus - exact.Minus + _margin).Nearest() : exact.Round(_margin));
    }
}
