using IsoApprox.Learning.Training;
using IsoApprox.Solver.Nearest;
using IsoApprox.Studies.Predictions;
using IsoApprox.Studies.Rows;

namespace IsoApprox.Studies.TrainingSweep;

/// <summary>The untrained model's outputs on the first batch.</summary>
/// <param name="LossOverDiameter">Hard-mined loss L over the diameter.</param>
/// <param name="ContractionSlope">Mean over anchors of (farthest positive - nearest negative) over the root mean square radius. With x -> s
/// x the batch-hard loss without hinge is margin + s times this times the radius: when it is positive, shrinking everything lowers the
/// loss.</param>
/// <param name="ActiveAnchors">Share of anchors with a violated triplet.</param>
/// <param name="ViolatedTriplets">Share of violated triplets.</param>
/// <param name="EnclosingRadius">R, radius of the smallest enclosing ball.</param>
public sealed record UntrainedState(
    double LossOverDiameter, double ContractionSlope, double ActiveAnchors, double ViolatedTriplets, double EnclosingRadius);

/// <summary>What the nearest Triplet-Separated embedding of the untrained first batch predicts.</summary>
/// <param name="Lower">Proved lower end of d_haus.</param>
/// <param name="Upper">Attained value.</param>
/// <param name="Status">Of the search.</param>
/// <param name="IsCanonical">True when the canonical f* converged.</param>
/// <param name="Ratios">f* over f.</param>
public sealed record NearestPrediction(double Lower, double Upper, SolveStatus Status, bool IsCanonical, SpreadRatios Ratios);

/// <summary>A model trained by one method.</summary>
/// <param name="Method">The method.</param>
/// <param name="Status">How training ended.</param>
/// <param name="CollapsedLoss">The loss where all points coincide: the margin, or ln 2.</param>
/// <param name="FinalLoss">Mean loss of the last epoch; null when none was finished.</param>
/// <param name="IsStuck">True when the final loss is at least 0.95 of the collapsed loss: no better than one point for everything.</param>
/// <param name="Ratios">All outputs after training over those before.</param>
/// <param name="ViolatedTriplets">Share of violated triplets among all items after training.</param>
/// <param name="Curve">Along the steps; the last entry is the result.</param>
public sealed record TrainedRun(
    TrainingMethod Method,
    TrainingStatus Status,
    double CollapsedLoss,
    double? FinalLoss,
    bool IsStuck,
    SpreadRatios Ratios,
    double ViolatedTriplets,
    IReadOnlyList<TrainedPoint> Curve);

/// <summary>A point of a training curve.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Loss">Mean loss of the epoch; null before training.</param>
/// <param name="Diameter">Ratio to the untrained outputs, as the following.</param>
/// <param name="Rms">Root mean square radius.</param>
/// <param name="Between">Between classes.</param>
/// <param name="Within">Within classes.</param>
public sealed record TrainedPoint(int Step, double? Loss, double? Diameter, double? Rms, double? Between, double? Within);

/// <summary>One cell of the grid: one untrained model, its prediction, and what each method made of it.</summary>
/// <param name="Id">Name; equal settings and data give equal names.</param>
/// <param name="Group">grid, or question: the same data with two batch sizes.</param>
/// <param name="Data">free, mixture:delta, or the name of the given data.</param>
/// <param name="Model">network, or free: the coordinates are the parameters.</param>
/// <param name="Items">Items trained on.</param>
/// <param name="Classes">Their classes.</param>
/// <param name="BatchClasses">P.</param>
/// <param name="BatchMembers">K.</param>
/// <param name="Dimension">n.</param>
/// <param name="Margin">alpha.</param>
/// <param name="Rate">Adam's rate.</param>
/// <param name="Seed">Seed of initial values and batches.</param>
/// <param name="State">Of the untrained outputs on the first batch.</param>
/// <param name="Prediction">Null where the batch is too large for it.</param>
/// <param name="Runs">One for each method.</param>
/// <param name="Seconds">Time taken.</param>
public sealed record TrainingRow(
    string Id,
    string Group,
    string Data,
    string Model,
    int Items,
    int Classes,
    int BatchClasses,
    int BatchMembers,
    int Dimension,
    double Margin,
    double Rate,
    int Seed,
    UntrainedState State,
    NearestPrediction? Prediction,
    IReadOnlyList<TrainedRun> Runs,
    double Seconds) : IStudyRow
{
    /// <summary>N = P K.</summary>
    public int BatchSize => BatchClasses * BatchMembers;

    /// <inheritdoc/>
    public string? FindDefect() => RowCheck.FirstOf(
        ("group", Group.Length > 0),
        ("data", Data.Length > 0),
        ("items", RowCheck.Count(Items)),
        ("classes", RowCheck.Count(Classes)),
        ("batchClasses", RowCheck.Count(BatchClasses)),
        ("batchMembers", RowCheck.Count(BatchMembers) && (long)BatchClasses * BatchMembers <= int.MaxValue),
        ("dimension", RowCheck.Count(Dimension)),
        ("margin", RowCheck.Size(Margin)),
        ("rate", RowCheck.Size(Rate)),
        ("state", IsPossible(State)),
        ("prediction", Prediction is not { } p || (RowCheck.Size(p.Lower) && RowCheck.Size(p.Upper) && SpreadRatios.ArePossible(p.Ratios))),
        ("runs", Runs.Count > 0 && Runs.All(IsPossible)));

    private static bool IsPossible(UntrainedState state) => RowCheck.Size(state.LossOverDiameter) && RowCheck.Signed(state.ContractionSlope)
        && RowCheck.Share(state.ActiveAnchors) && RowCheck.Share(state.ViolatedTriplets) && RowCheck.Size(state.EnclosingRadius);

    private static bool IsPossible(TrainedRun? run) => run is not null && RowCheck.Size(run.CollapsedLoss) && RowCheck.Signed(run.FinalLoss)
        && SpreadRatios.ArePossible(run.Ratios) && RowCheck.Share(run.ViolatedTriplets) && run.Curve.Count > 0 && run.Curve.All(IsPossible);

    private static bool IsPossible(TrainedPoint? point) => point is not null && point.Step >= 0 && RowCheck.Signed(point.Loss)
        && RowCheck.Size(point.Diameter) && RowCheck.Size(point.Rms) && RowCheck.Size(point.Between) && RowCheck.Size(point.Within);
}
