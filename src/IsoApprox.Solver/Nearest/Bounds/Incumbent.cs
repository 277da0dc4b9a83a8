using IsoApprox.Certificates;
using IsoApprox.Solver.Nearest.Candidates;

namespace IsoApprox.Solver.Nearest.Bounds;

/// <summary>
/// The best member of the set and the best lower bound so far, each with its source. Members are exact; of certificates only what the
/// trusted check accepts counts. Not for several threads at once.
/// </summary>
internal sealed class Incumbent(Problem problem)
{
    internal Problem Problem { get; } = problem;

    /// <summary>The best member; null before the first.</summary>
    internal Candidate? Best { get; private set; }

    /// <summary>Its value; infinite before the first.</summary>
    internal double Upper => Best?.Value ?? double.PositiveInfinity;

    internal double Lower { get; private set; }

    /// <summary>What proves the lower bound.</summary>
    internal string LowerSource { get; private set; } = "zero";

    internal Certificate? Certificate { get; private set; }

    /// <summary>True when the relative gap is at most this.</summary>
    internal bool IsWithin(double gap) => Best is not null && Upper - Lower <= gap * Upper;

    internal void Offer(Candidate? candidate) => Best = Candidate.Better(Best, candidate);

    internal void Offer(Certificate? certificate, string source)
    {
        if (certificate?.Check(Problem) is { Accepted: true } verdict && verdict.Lower > Lower)
        {
            (Lower, LowerSource, Certificate) = (verdict.Lower, source, certificate);
        }
    }

    /// <summary>The interval; fails loudly when the bound exceeds the value.</summary>
    /// <exception cref="InvalidOperationException">There is no member, or the two contradict each other.</exception>
    internal ProvedInterval Interval() => Best is { } best
        ? new ProvedInterval(Lower, LowerSource, best.Value, best.Origin)
        : throw new InvalidOperationException("no member of the set was found");
}
