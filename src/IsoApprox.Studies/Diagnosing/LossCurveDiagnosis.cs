using System.Globalization;

namespace IsoApprox.Studies.Diagnosing;

/// <summary>Where a triplet loss curve ends.</summary>
public enum CurveEnd
{
    /// <summary>Fewer than ten values: nothing can be said.</summary>
    TooShort,

    /// <summary>A loss is NaN or infinite.</summary>
    Diverged,

    /// <summary>At the value that one point gives: the margin for a hinge, ln(1 + e^margin) for the soft margin.</summary>
    StuckAtOnePoint,

    /// <summary>At 0, where one point gives more than 0.</summary>
    StuckAtZero,

    /// <summary>Above the value of one point: worse than total collapse.</summary>
    AboveOnePoint,

    /// <summary>Below it and still falling.</summary>
    Learning,

    /// <summary>Below it and no longer falling.</summary>
    FlatBelow,
}

/// <summary>
/// What a loss curve says without an embedding. The end of the curve is its last fifth (at least 5 values): level its median, spread its
/// quartile distance. It is at a value when level and both quartiles are within <see cref="Tolerance"/> of it.
/// </summary>
/// <param name="End">The verdict.</param>
/// <param name="OnePointValue">The loss when all points coincide: the margin, or ln(1 + e^margin) for the soft one; squared or not.</param>
/// <param name="Level">Median of the end; NaN when it diverged or is too short.</param>
/// <param name="Spread">Quartile distance of the end; NaN likewise.</param>
/// <param name="Onset">First step from which on every loss is at the value of one point (or 0); null when it is stuck at neither.</param>
/// <param name="DistancesShrank">
/// Whether both logged distances fell to a tenth of the larger one at the start, medians of the end and of the first 5 values; null when
/// they were not logged.
/// </param>
/// <param name="Sentence">The verdict in words.</param>
/// <param name="CannotTell">What a curve of this kind leaves open.</param>
/// <param name="Next">What to look at next.</param>
public sealed record LossCurveDiagnosis(
    CurveEnd End, double OnePointValue, double Level, double Spread, double? Onset, bool? DistancesShrank, string Sentence,
    IReadOnlyList<string> CannotTell, IReadOnlyList<string> Next)
{
    /// <summary>Relative to the value of one point, how near counts as "at" it.</summary>
    public const double Tolerance = 0.05;

    /// <summary>Share of the value of one point below which a loss counts as 0, and ratio of distances that counts as collapsed.</summary>
    private const double Small = 0.01;
    private const double Shrunk = 0.1;
    private const int Fewest = 10;
    private const int FirstValues = 5;

    /// <summary>Judges a curve.</summary>
    /// <param name="curve">The values in the order of training.</param>
    /// <param name="margin">alpha >= 0 of the loss.</param>
    /// <param name="squared">Whether it is written in squared distances.</param>
    /// <param name="soft">Whether it is the soft margin log(1 + exp(d(a,p) - d(a,n) + margin)).</param>
    public static LossCurveDiagnosis Of(IReadOnlyList<LossPoint> curve, double margin, bool squared, bool soft)
    {
        ArgumentNullException.ThrowIfNull(curve);
        var collapsed = OnePoint(margin, soft);
        if (curve.FirstOrDefault(p => !double.IsFinite(p.Loss)) is { } bad)
        {
            return Make(CurveEnd.Diverged, collapsed, double.NaN, double.NaN, bad.Step, null, squared, soft);
        }

        if (curve.Count < Fewest)
        {
            return Make(CurveEnd.TooShort, collapsed, double.NaN, double.NaN, null, null, squared, soft);
        }

        var count = Math.Max(5, curve.Count / 5);
        var last = curve.Skip(curve.Count - count).Select(p => p.Loss).ToArray();
        var (lower, level, upper) = (Quantile(last, 0.25), Quantile(last, 0.5), Quantile(last, 0.75));
        bool IsAt(double x) => Math.Abs(x - collapsed) <= Tolerance * collapsed;
        bool IsZero(double x) => Math.Abs(x) <= Small * collapsed;
        var falls = Quantile([.. last.Take(count / 2)], 0.5) - Quantile([.. last.Skip((count + 1) / 2)], 0.5) > Tolerance * Math.Abs(level);
        var end = IsAt(lower) && IsAt(level) && IsAt(upper) ? CurveEnd.StuckAtOnePoint
            : IsZero(lower) && IsZero(upper) ? CurveEnd.StuckAtZero
            : level > collapsed ? CurveEnd.AboveOnePoint
            : falls ? CurveEnd.Learning : CurveEnd.FlatBelow;
        double? onset = end switch
        {
            CurveEnd.StuckAtOnePoint => FirstStepAt(curve, IsAt),
            CurveEnd.StuckAtZero => FirstStepAt(curve, IsZero),
            _ => null,
        };
        return Make(end, collapsed, level, upper - lower, onset, Shrank(curve, count), squared, soft);
    }

    /// <summary>The loss when all points coincide: the margin, or ln(1 + e^margin) for the soft one.</summary>
    /// <param name="margin">alpha.</param>
    /// <param name="soft">Whether it is the soft margin.</param>
    public static double OnePoint(double margin, bool soft) =>
        soft ? Math.Max(margin, 0) + Math.Log(1 + Math.Exp(-Math.Abs(margin))) : margin;

    private static LossCurveDiagnosis Make(
        CurveEnd end, double collapsed, double level, double spread, double? onset, bool? shrank, bool squared, bool soft)
    {
        var value = string.Create(CultureInfo.InvariantCulture, $"{collapsed:G6} ({(soft ? "ln(1 + e^margin)" : "the margin")})");
        var since = onset is { } step ? string.Create(CultureInfo.InvariantCulture, $" since step {step}") : "";
        var sentence = end switch
        {
            CurveEnd.TooShort => $"Fewer than {Fewest} values: nothing can be said.",
            CurveEnd.Diverged => $"The loss is not finite{since}: training diverged.",
            CurveEnd.StuckAtOnePoint when shrank == true => $"Total collapse: the loss is {value}{since}, and the distances have vanished.",
            CurveEnd.StuckAtOnePoint when shrank == false =>
                $"No total collapse: the loss is {value}{since}, but the distances have not vanished; positives are as far as negatives.",
            CurveEnd.StuckAtOnePoint =>
                $"The loss is what one point gives, {value}{since}: total collapse, or positives as far as negatives.",
            CurveEnd.StuckAtZero => $"The loss is 0{since}: no mined triplet violates the margin; one point would give {value}.",
            CurveEnd.AboveOnePoint => $"The loss ends above {value}: one point would be better, which is where the gradient leads.",
            CurveEnd.Learning => $"The loss is below {value} and still falls: no collapse.",
            _ => $"The loss is flat below {value}: no total collapse, but it no longer learns.",
        };
        string[] next = end switch
        {
            CurveEnd.StuckAtOnePoint when shrank is null => ["log the hardest positive and negative distances", .. Remedies(squared)],
            CurveEnd.StuckAtOnePoint => [.. Remedies(squared)],
            CurveEnd.AboveOnePoint => ["continue for longer, or lower the learning rate", .. Remedies(squared)],
            CurveEnd.StuckAtZero =>
                ["health on held-out points: the loss no longer tells good from bad", "harder mining or larger batches"],
            CurveEnd.FlatBelow => ["diagnose on an embedding: suspicious labels and too few dimensions bound the loss from below"],
            CurveEnd.Diverged => ["lower the learning rate; unsquared distances need a guard at distance 0"],
            CurveEnd.TooShort => ["log more steps"],
            _ => [],
        };
        return new LossCurveDiagnosis(end, collapsed, level, spread, onset, shrank, sentence, Open(end, collapsed, shrank), next);
    }

    private static IEnumerable<string> Remedies(bool squared) =>
    [
        "health and diagnose on an embedding: is it one point, one direction, or are the labels mixed?",
        "semi-hard mining or smaller batches at first, hardest later",
        squared
            ? "squared distances: the gradient vanishes at collapse, so it does not leave by itself; try unsquared ones"
            : "unsquared distances: the gradient does not vanish at collapse; a lower learning rate can leave it",
    ];

    private static List<string> Open(CurveEnd end, double collapsed, bool? shrank)
    {
        List<string> open =
            ["a training loss says nothing about held-out points", "whether distances are squared: one point gives the same value"];
        if (collapsed == 0)
        {
            open.Insert(0, "with margin 0 one point has loss 0, so collapse and success look alike");
        }

        if (shrank is null && end is CurveEnd.StuckAtOnePoint or CurveEnd.AboveOnePoint)
        {
            open.Insert(0, "whether the points coincide: distances were not logged");
        }

        if (end is CurveEnd.Learning or CurveEnd.FlatBelow or CurveEnd.StuckAtZero)
        {
            open.Add("collapse of dimensions and of single classes");
        }

        return open;
    }

    private static double FirstStepAt(IReadOnlyList<LossPoint> curve, Func<double, bool> isThere)
    {
        // Single values that leave the band, a tenth of the rest at most, do not end a plateau.
        var (outside, onset) = (0, curve.Count - 1);
        for (var i = curve.Count - 1; i >= 0; i--)
        {
            outside += isThere(curve[i].Loss) ? 0 : 1;
            onset = isThere(curve[i].Loss) && outside <= Shrunk * (curve.Count - i) ? i : onset;
        }

        return curve[onset].Step;
    }

    private static bool? Shrank(IReadOnlyList<LossPoint> curve, int count)
    {
        static double? Median(IEnumerable<double?> values)
        {
            var known = values.OfType<double>().Where(double.IsFinite).ToArray();
            return known.Length == 0 ? null : Quantile(known, 0.5);
        }

        // The nearest negative may be near from the start, so both are compared with the larger distance of the first values.
        double? Larger(IEnumerable<LossPoint> points) =>
            Median(points.Select(p => p.Positive)) is { } positive && Median(points.Select(p => p.Negative)) is { } negative
                ? Math.Max(positive, negative)
                : null;
        return Larger(curve.Take(FirstValues)) is { } before && Larger(curve.Skip(curve.Count - count)) is { } after
            ? after <= Shrunk * before
            : null;
    }

    private static double Quantile(double[] values, double share)
    {
        var sorted = values.Order().ToArray();
        var at = share * (sorted.Length - 1);
        var low = (int)at;
        return sorted[low] + ((at - low) * (sorted[Math.Min(low + 1, sorted.Length - 1)] - sorted[low]));
    }
}
