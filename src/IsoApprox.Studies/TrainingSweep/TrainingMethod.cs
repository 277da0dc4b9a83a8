using IsoApprox.Learning.Losses;

namespace IsoApprox.Studies.TrainingSweep;

/// <summary>How triplets are mined and penalised; distances are Euclidean, not squared.</summary>
public enum TrainingMethod
{
    /// <summary>Farthest positive, nearest negative, hinge with a margin.</summary>
    BatchHard,

    /// <summary>Farthest positive, nearest negative, log(1 + exp(.)), no margin.</summary>
    BatchHardSoftMargin,

    /// <summary>Every triplet, mean over those above 0, hinge with a margin.</summary>
    BatchAll,

    /// <summary>Every positive with the nearest negative that is farther, hinge with a margin.</summary>
    SemiHard,

    /// <summary>Nearest positive, nearest negative, hinge with a margin.</summary>
    EasyPositive,

    /// <summary>One triplet for each anchor, drawn uniformly: no mining. Hinge with a margin.</summary>
    UniformRandom,

    /// <summary>
    /// The triplets that carry the multipliers of the nearest non-collapsed embedding, <see cref="MultiplierTripletLoss"/>.
    /// </summary>
    Multipliers,
}

/// <summary>The losses of the methods.</summary>
internal static class TrainingMethods
{
    /// <summary>Floor of the anchor radii of <see cref="TrainingMethod.Multipliers"/> over the margin.</summary>
    internal const double RadiusOverMargin = 5;

    /// <summary>All methods that mine by distances alone.</summary>
    internal static IReadOnlyList<TrainingMethod> Mined { get; } =
        [TrainingMethod.BatchHard, TrainingMethod.BatchHardSoftMargin, TrainingMethod.BatchAll, TrainingMethod.SemiHard,
            TrainingMethod.EasyPositive];

    /// <summary>The loss of a batch.</summary>
    internal static IEmbeddingLoss Loss(TrainingMethod method, double margin, int seed) => method switch
    {
        TrainingMethod.BatchHard => MinedTripletLoss.BatchHard(margin),
        TrainingMethod.BatchHardSoftMargin => MinedTripletLoss.BatchHard(0) with { Penalty = TripletPenalty.Softplus },
        TrainingMethod.BatchAll => MinedTripletLoss.BatchAll(margin, TermMean.ActiveTerms),
        TrainingMethod.SemiHard => MinedTripletLoss.SemiHard(margin),
        TrainingMethod.EasyPositive => MinedTripletLoss.EasyPositive(margin),
        TrainingMethod.UniformRandom => new RandomTripletLoss(margin, seed),
        _ => new MultiplierTripletLoss { Margin = margin, AnchorRadius = RadiusOverMargin * margin },
    };

    /// <summary>The loss when all points coincide, or for semi-hard mining nearly so: the margin, or ln 2.</summary>
    internal static double CollapsedLoss(TrainingMethod method, double margin) => method == TrainingMethod.BatchHardSoftMargin
        ? Math.Log(2)
        : margin;

    /// <summary>In a figure or table.</summary>
    internal static string Words(TrainingMethod method) => method switch
    {
        TrainingMethod.BatchHard => "batch-hard",
        TrainingMethod.BatchHardSoftMargin => "batch-hard, soft margin",
        TrainingMethod.BatchAll => "batch-all",
        TrainingMethod.SemiHard => "semi-hard",
        TrainingMethod.EasyPositive => "easy positive",
        TrainingMethod.UniformRandom => "uniform random triplets",
        _ => "multipliers",
    };
}
