using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Solver.Nearest;
using IsoApprox.Studies.Reports;
using IsoApprox.Verifier;

namespace IsoApprox.Studies.Paper;

/// <summary>One embedding of the report with all that was computed for it.</summary>
/// <param name="Embedding">f.</param>
/// <param name="Report">Verdicts, enclosures and both nearest embeddings.</param>
public sealed record PaperInstance(Embedding Embedding, VerificationReport Report)
{
    /// <summary>The nearest embedding in d_haus that was found.</summary>
    public NearestSolution HausdorffSolution =>
        Report.HausdorffSolution ?? throw new InvalidOperationException("the report holds no solution for d_haus");

    /// <summary>The nearest embedding in d_iso that was found.</summary>
    public NearestSolution IsometricSolution =>
        Report.IsometricSolution ?? throw new InvalidOperationException("the report holds no solution for d_iso");

    /// <summary>Proved interval of d_haus(f, F_TS).</summary>
    public Interval HausdorffLike => Report.Inputs.Hausdorff;

    /// <summary>Proved interval of d_iso(f, F_TS).</summary>
    public Interval IsometricError => Report.Inputs.Isometric;

    /// <summary>
    /// Proved interval of the paper's c = d_haus(f, F_TS) / d_iso(f, F_TS); [0.5, upper end] always holds too (theory: d_iso &lt;= 2
    /// d_haus).
    /// </summary>
    public Interval Ratio
    {
        get
        {
            var quotient = HausdorffLike / IsometricError;
            return new Interval(Math.Min(Math.Max(0.5, quotient.Lower), quotient.Upper), quotient.Upper);
        }
    }

    /// <summary>The hard-mined loss and its triplet, in floating point.</summary>
    public HardMinedLoss HardLoss => TripletLoss.HardMined(Embedding);

    /// <summary>diam g / diam f of an embedding g that was found; null when diam f = 0.</summary>
    /// <param name="solution">The solution that holds g.</param>
    public double? DiameterRatio(NearestSolution solution)
    {
        ArgumentNullException.ThrowIfNull(solution);
        var diameter = Diameter.Compute(Embedding).Value;
        return diameter > 0 ? Diameter.Compute(solution.Nearest).Value / diameter : null;
    }

    /// <summary>What is known of a solution, one sentence that claims no more than its interval.</summary>
    internal static string Describe(NearestSolution solution, Interval value)
    {
        var gap = value.Upper > 0 ? Math.Max(0, (value.Upper - value.Lower) / value.Upper) : 0;
        var source = ProofOf(solution.LowerSource);
        var open = $"that no nearer one exists is not proved (relative gap {ProvedText.Up(gap, 2)}). The lower end is proved by {source}.";
        return solution.Status switch
        {
            SolveStatus.AlreadySeparated => "f itself, which is Triplet-Separated.",
            SolveStatus.ProvedGlobal => $"proved optimal by {source}, up to a relative gap of {ProvedText.Up(gap, 2)}.",
            SolveStatus.TimeLimit => $"the best one at the time limit; {open}",
            SolveStatus.Cancelled => $"the best one when the search was cancelled; {open}",
            _ => $"the best local minimum of {solution.Starts} starts; {open}",
        };
    }

    /// <summary>How a lower bound was proved, in words.</summary>
    private static string ProofOf(string lowerSource) => lowerSource switch
    {
        "branch and bound" => "branch and bound over directions",
        "Gram certificate" => "the Gram relaxation",
        "single triplet" => "a single triplet",
        "penetration" => "the penetration of the hulls of two classes",
        "gap penetration" => "the gap that two classes must keep",
        "line" => "the exact solution on a line",
        "direction cells" => "the directions between classes, cell by cell",
        "metric relaxation" => "the metric relaxation",
        "some of the points" => "branch and bound over directions of some of the points",
        _ => "the distance being at least 0",
    };
}

/// <summary>What a paper report contains.</summary>
/// <param name="Settings">The settings.</param>
/// <param name="Toy">The toy example (Figures 1-5).</param>
/// <param name="Collapse">The planar example (Figure 6).</param>
/// <param name="Seconds">Wall-clock seconds.</param>
/// <param name="Files">The files that were written, full paths; empty before they are.</param>
public sealed record PaperResult(
    PaperSettings Settings, PaperInstance Toy, PaperInstance Collapse, double Seconds, IReadOnlyList<string> Files);
