using System.Collections.Concurrent;
using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Kernels;

namespace IsoApprox.Sets;

/// <summary>
/// The comparisons d(i, j) + alpha &lt;= d(i, k), j of a level below a boundary and k of one at or above it, of one embedding. Where levels
/// are classes and distances Euclidean the fast kernels sift; enclosures of single distances decide most of the rest, exact arithmetic all
/// of it.
/// </summary>
internal sealed class ComparisonTest
{
    private readonly AnchorOrder _order;
    private readonly SimilarityLevels _levels;
    private readonly double _margin;
    private readonly AnchorSweep? _sweep;
    private readonly Lazy<bool> _isGrid;

    /// <summary>Sifts. Cost O(N^2 n) where the kernels apply.</summary>
    internal ComparisonTest(AnchorOrder order, SimilarityLevels levels, double margin, AnchorSweep? sweep)
    {
        (_order, _levels, _margin, _sweep) = (order, levels, margin, sweep);
        _isGrid = new Lazy<bool>(() => sweep is not null && ExactDistance.IsFloatingPointExact(order.Points));
    }

    private Embedding Points => _order.Points;

    /// <summary>Those of F_TS.</summary>
    internal static ComparisonTest OfClasses(Embedding f, double margin, IProgress<double>? progress, CancellationToken cancellation) =>
        Create(f, SimilarityLevels.OfClasses(f.ClassCount), margin, progress, cancellation);

    /// <summary>Sifts in Euclidean distances by the kernels where the levels are classes.</summary>
    internal static ComparisonTest Create(
        Embedding g, SimilarityLevels levels, double margin, IProgress<double>? progress, CancellationToken cancellation) =>
        new(new EuclideanOrder(g), levels, margin, levels.IsOfClasses ? AnchorSweep.OfClasses(g, g.Classes, progress, cancellation) : null);

    /// <summary>True when all comparisons hold, exact.</summary>
    internal bool Holds(CancellationToken cancellation)
    {
        if (_levels.Count < 2)
        {
            return true;
        }

        var open = new List<int>();
        for (var i = 0; i < Points.Count; i++)
        {
            var decision = Decide(i);
            if (decision == false)
            {
                return false;
            }

            if (decision is null)
            {
                open.Add(i);
            }
        }

        if (open.Count > 1)
        {
            // Coincident rows of a class have the same comparisons.
            open = [.. open.DistinctBy(i => (_order.Representatives[i], Points.Classes[i]))];
        }

        var violated = 0;
        ForEach(open, cancellation, (i, distances) =>
        {
            if (Volatile.Read(ref violated) == 0 && !HoldsAt(i, distances))
            {
                Volatile.Write(ref violated, 1);
            }
        });
        return violated == 0;
    }

    /// <summary>Whether the comparisons of an anchor hold, by the sifted distances; null when these leave it open.</summary>
    internal bool? Decide(int i)
    {
        if (_sweep is null)
        {
            return null;
        }

        var amount = HasNone(i) ? None : SiftedAmount(i);
        return amount.Upper <= 0 ? true : amount.Lower > 0 ? false : null;
    }

    /// <summary>Encloses d(i, p)^2 - d(i, n)^2 of the sifted distances, in their squared scale.</summary>
    internal Interval SiftedSquares(int i) => _sweep!.Enclose(_sweep.Far[i]) - _sweep.Enclose(_sweep.Near[i]);

    /// <summary>Whether the comparisons of an anchor hold, exact. Cost O(N n) and exact distances to the rows that are farthest and nearest
    /// up to rounding.</summary>
    /// <param name="i">The anchor.</param>
    /// <param name="distances">Scratch, length N.</param>
    internal bool HoldsAt(int i, Interval[] distances)
    {
        if (_isGrid.Value)
        {
            return Sign(Exact(i)) <= 0;
        }

        _order.Enclose(i, distances);
        var order = _order.From(i);
        for (var boundary = 1; boundary < _levels.Count; boundary++)
        {
            var amount = Amount(i, boundary, distances);
            if (amount.Lower > 0)
            {
                return false;
            }

            if (amount.Upper > 0)
            {
                var (farthest, nearest) = _order.Extremes(i, order, distances, Near(i, boundary));
                if (order.Compare(farthest, _margin, nearest) > 0)
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>The comparison violated most, the lowest anchor on ties; null when there is none. Distances are Euclidean. Cost as of <see
    /// cref="Holds"/>.</summary>
    internal RootDifference? Worst(CancellationToken cancellation)
    {
        var amounts = new Interval[Points.Count];
        if (_sweep is null)
        {
            ForEach([.. Enumerable.Range(0, amounts.Length)], cancellation, (i, distances) => amounts[i] = Amount(i, distances));
        }
        else
        {
            for (var i = 0; i < amounts.Length; i++)
            {
                amounts[i] = HasNone(i) ? None : SiftedAmount(i);
            }
        }

        return RootDifference.Largest(Hardest(amounts, cancellation));
    }

    /// <summary>The same for squared distances, ||f_a - f_p||^2 - ||f_a - f_n||^2, where the levels are classes.</summary>
    internal RootDifference? WorstOfSquares(CancellationToken cancellation)
    {
        var amounts = Enumerable.Range(0, Points.Count).Select(i => HasNone(i) ? None : SiftedSquares(i)).ToArray();
        return Hardest(amounts, cancellation)
            .Aggregate((RootDifference?)null, (a, b) => a is null || b.Plus - b.Minus > a.Plus - a.Minus ? b : a);
    }

    /// <summary>The comparison of an anchor that is violated most, exact; null when it has none.</summary>
    internal RootDifference? WorstAt(int i, Interval[] distances)
    {
        if (_isGrid.Value)
        {
            return Exact(i);
        }

        _order.Enclose(i, distances);
        var order = _order.From(i);
        return RootDifference.Largest(Enumerable.Range(1, _levels.Count - 1)
            .Where(boundary => !IsNone(Amount(i, boundary, distances)))
            .Select(boundary => _order.Extremes(i, order, distances, Near(i, boundary)))
            .Select(rows => new RootDifference(
                ExactDistance.Squared(Points[i], Points[rows.Farthest]),
                ExactDistance.Squared(Points[i], Points[rows.Nearest]),
                [i, rows.Farthest, rows.Nearest])));
    }

    /// <summary>The sifted distances; null where the kernels do not apply.</summary>
    internal AnchorSweep? Sweep => _sweep;

    /// <summary>The amount of no comparison.</summary>
    private static Interval None => new(double.NegativeInfinity, double.NegativeInfinity);

    private static bool IsNone(Interval amount) => double.IsNegativeInfinity(amount.Upper);

    private bool HasNone(int i) => _sweep is not null && _sweep.NearRow[i] < 0;

    /// <summary>
    /// The hardest comparison, exact, of every anchor that may have the largest amount; of anchors that certainly have the same, as
    /// coincident ones of a class, of the lowest.
    /// </summary>
    private IEnumerable<RootDifference> Hardest(Interval[] amounts, CancellationToken cancellation)
    {
        var least = amounts.Max(a => a.Lower);
        var anchors = Enumerable.Range(0, amounts.Length).Where(i => !IsNone(amounts[i]) && amounts[i].Upper >= least).ToArray();
        if (anchors.Length > 1)
        {
            anchors = _isGrid.Value
                ? [.. anchors.DistinctBy(i => (_sweep!.Far[i], _sweep.Near[i]))]
                : [.. anchors.DistinctBy(i => (_order.Representatives[i], Points.Classes[i]))];
        }

        var worst = new ConcurrentDictionary<int, RootDifference>();
        ForEach(anchors, cancellation, (i, distances) => worst[i] = WorstAt(i, distances)!);
        return anchors.Select(i => worst[i]);
    }

    /// <summary>Looks at anchors, with a row of distances as scratch, on all cores where that is worth it.</summary>
    private void ForEach(IReadOnlyList<int> anchors, CancellationToken cancellation, Action<int, Interval[]> action) => WorkQueue.Run(
        anchors.Count,
        (double)anchors.Count * Points.Count * (Points.Dimension + 16),
        () => new Interval[Points.Count],
        (distances, e) => action(anchors[e], distances),
        _ => { },
        null,
        cancellation);

    private Func<int, bool> Near(int i, int boundary) => j => _levels[Points.Classes[i], Points.Classes[j]] < boundary;

    /// <summary>The largest amount over all boundaries.</summary>
    private Interval Amount(int i, Interval[] distances)
    {
        _order.Enclose(i, distances);
        return Enumerable.Range(1, _levels.Count - 1).Select(b => Amount(i, b, distances)).Aggregate(None, Interval.Max);
    }

    /// <summary>far + alpha - near of the enclosures, in the unit of the points.</summary>
    private Interval Amount(int i, int boundary, Interval[] distances)
    {
        var (far, near) = (Interval.Zero, new Interval(double.PositiveInfinity, double.PositiveInfinity));
        for (var j = 0; j < distances.Length; j++)
        {
            (far, near) = _levels[Points.Classes[i], Points.Classes[j]] < boundary
                ? (Interval.Max(far, distances[j]), near)
                : (far, Interval.Min(near, distances[j]));
        }

        return double.IsPositiveInfinity(near.Lower) ? None : Amount(far, near, _margin);
    }

    /// <summary>The same of the sifted distances, in their scale.</summary>
    private Interval SiftedAmount(int i) => Amount(
        _sweep!.Enclose(_sweep.Far[i]).Sqrt(), _sweep.Enclose(_sweep.Near[i]).Sqrt(), ((Interval)_margin).ScaleB(-_sweep.Exponent));

    private static Interval Amount(Interval far, Interval near, Interval margin)
    {
        var reach = margin == Interval.Zero ? far : far + margin;
        return reach.Upper <= near.Lower
            ? new Interval(Math.Min(0, (reach - near).Lower), Math.Min(0, (reach - near).Upper))
            : reach - near;
    }

    /// <summary>The anchor's comparison of the sifted distances where these are exact.</summary>
    private RootDifference Exact(int i) =>
        new(_sweep!.Exact(_sweep.Far[i]), _sweep.Exact(_sweep.Near[i]), [i, _sweep.FarRow[i], _sweep.NearRow[i]]);

    private int Sign(RootDifference d) => RootSums.Sign(d.Plus, EuclideanOrder.Square(_margin), d.Minus, ExactDyadic.Zero);
}
