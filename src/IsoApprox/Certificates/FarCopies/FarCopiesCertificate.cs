using IsoApprox.Arithmetic;
using IsoApprox.Certificates.Rank;

namespace IsoApprox.Certificates.FarCopies;

/// <summary>
/// A proof of d_iso(F, F_TS in R^2) > t for points F of the plane that consist of copies far from each other. Each pair of copies bounds
/// the sum of the widths of both copies' displacements along the line between them by about 2 t; each copy needs a certain weighted sum of
/// widths; together they do not fit (statement and proof: docs/certificates.md). Rational data, outward-rounded intervals.
/// </summary>
public sealed record FarCopiesCertificate : SelfContainedCertificate
{
    /// <summary>Boxes that a check may spend on the covers: some seconds.</summary>
    private const int LargestCover = 40_000;

    /// <summary>F, with coordinates, n = 2.</summary>
    public required RationalInstance Instance { get; init; }

    /// <summary>The copies; no point is in two of them, and not every point is in one.</summary>
    public required IReadOnlyList<FarCopy> Copies { get; init; }

    /// <summary>The pairs that are compared, each once.</summary>
    public required IReadOnlyList<CopyPair> Pairs { get; init; }

    /// <summary>Numbers of three copies that are not collinear; the others are placed by their distances from these.</summary>
    public required IReadOnlyList<int> Frame { get; init; }

    /// <summary>t.</summary>
    public required ExactRational Level { get; init; }

    /// <inheritdoc/>
    public override int Dimension => Instance?.Dimension ?? 0;

    /// <inheritdoc/>
    public override int Count => Instance?.Count ?? 0;

    /// <inheritdoc/>
    public override InstanceVerdict CheckAlone()
    {
        if (Malformation() is { } reason)
        {
            return InstanceVerdict.Reject(reason);
        }

        var shapes = Copies.Select(c => new CopyShape(Instance, c.Rows)).ToArray();
        var comparison = new CopyComparison(shapes, IntervalVector.Enclose(Level));
        if (CopyFrame.Create(shapes, (Frame[0], Frame[1], Frame[2]), comparison.CentreDistance) is not { } frame)
        {
            return InstanceVerdict.Reject("the three copies of the frame are not certainly apart and not collinear");
        }

        var allowed = Interval.Zero;
        foreach (var (first, second, weight) in Pairs)
        {
            if (comparison.LargestWidthSum(first, second, frame.Deviation(first, second)) is not { } sum)
            {
                return InstanceVerdict.Reject($"copies {first} and {second} are too near each other");
            }

            allowed += IntervalVector.Enclose(weight) * sum;
        }

        var needed = Copies.Aggregate(ExactRational.Zero, (sum, c) => sum + c.WidthSum).RoundDown();
        if (!(needed >= allowed.Upper))
        {
            return InstanceVerdict.Reject(
                FormattableString.Invariant($"the widths fit: the copies need {needed:G6}, the pairs allow {allowed.Upper:G6}"));
        }

        var budget = LargestCover;
        for (var c = 0; c < shapes.Length; c++)
        {
            if (Copies[c].WidthSum.Sign > 0 && !NeedsItsWidths(shapes, c, ref budget))
            {
                return InstanceVerdict.Reject($"copy {c}: its sum of widths was not proved");
            }
        }

        return Accept("far copies certificate", Level, Instance.HardLoss().Upper);
    }

    /// <inheritdoc/>
    protected override bool IsInstance(Problem problem) => Instance?.Matches(problem.Points) == true;

    private bool NeedsItsWidths(CopyShape[] shapes, int copy, ref int budget)
    {
        var own = Pairs.Where(p => p.First == copy || p.Second == copy).ToArray();
        var directions = own.Select(p => shapes[p.First].From(shapes[p.Second])).Select(v => v / v.Length).ToArray();
        var cover = new WidthSumCover(shapes[copy], directions, [.. own.Select(p => IntervalVector.Enclose(p.Weight))]);
        var bound = Copies[copy].WidthSum.RoundUp();
        return double.IsFinite(bound) && cover.Proves(bound, ref budget);
    }

    private string? Malformation()
    {
        if (Instance is null || Copies is null || Pairs is null || Frame is null || Copies.Any(c => c?.Rows is null))
        {
            return "a part of the certificate is missing";
        }

        if (Instance.Dimension != 2 || !Instance.HasPoints)
        {
            return "the instance must have coordinates, two of each point";
        }

        if (Digest != Instance.Digest)
        {
            return "the digest differs from the digest of the instance in the certificate";
        }

        if (Level.Sign <= 0)
        {
            return "t must be positive";
        }

        if (Frame.Count != 3 || Frame.Distinct().Count() != 3 || Frame.Any(c => !IsCopy(c)))
        {
            return "the frame must name three different copies";
        }

        var rows = Copies.SelectMany(c => c.Rows).ToArray();
        if (rows.Any(i => (uint)i >= (uint)Count) || rows.Distinct().Count() != rows.Length)
        {
            return "the copies must be different rows of the instance";
        }

        var classes = Instance.Classes.ToArray();
        if (Copies.Any(c => c.Rows.Count != 4 || c.Rows.GroupBy(i => classes[i]).Any(g => g.Count() != 2) || c.WidthSum.Sign < 0))
        {
            return "a copy must have two points of each of two classes and a sum of widths that is not negative";
        }

        return Pairs.All(p => IsCopy(p.First) && IsCopy(p.Second) && p.First != p.Second && p.Weight.Sign > 0)
            && Pairs.Select(p => (Math.Min(p.First, p.Second), Math.Max(p.First, p.Second))).Distinct().Count() == Pairs.Count
            ? null
            : "the pairs must be different pairs of copies with positive weights";
    }

    private bool IsCopy(int number) => (uint)number < (uint)Copies.Count;
}
