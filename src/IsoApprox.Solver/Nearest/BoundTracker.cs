using IsoApprox.Certificates;

namespace IsoApprox.Solver.Nearest;

/// <summary>The best lower bound so far with its certificate. Only what the trusted check accepts counts.</summary>
internal sealed class BoundTracker(Problem problem)
{
    internal Problem Problem { get; } = problem;

    internal double Lower { get; private set; }

    internal string Source { get; private set; } = "zero";

    internal Certificate? Certificate { get; private set; }

    internal void Offer(Certificate? certificate, string source)
    {
        if (certificate?.Check(Problem) is { Accepted: true } verdict && verdict.Lower > Lower)
        {
            (Lower, Source, Certificate) = (verdict.Lower, source, certificate);
        }
    }
}
