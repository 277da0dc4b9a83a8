using IsoApprox.Studies.Rows;

namespace IsoApprox.Studies.TrainingSweep;

/// <summary>What the training study runs. On given data the network is trained too.</summary>
public sealed record TrainingStudySettings : StudySettings
{
    /// <summary>delta of the Gaussian mixtures; 0 means labels without meaning.</summary>
    public IReadOnlyList<double> Separations { get; init; } = [0, 1, 2];

    /// <summary>Batch sizes N; a batch is P classes of K = 4, or of more where the data has fewer than N/4 classes.</summary>
    public IReadOnlyList<int> BatchSizes { get; init; } = [16, 48, 108];

    /// <summary>Dimensions n.</summary>
    public IReadOnlyList<int> Dimensions { get; init; } = [2, 8, 32];

    /// <summary>Methods.</summary>
    public IReadOnlyList<TrainingMethod> Methods { get; init; } = TrainingMethods.Mined;

    /// <summary>alpha > 0, in the unit of the outputs; an untrained network's outputs have a root mean square radius of several.</summary>
    public double Margin { get; init; } = 0.2;

    /// <summary>Adam's rate for networks; ten times this for free embeddings.</summary>
    public double Rate { get; init; } = 0.003;

    /// <summary>Steps of a run of the grid; those of the question are three times as many.</summary>
    public int Steps { get; init; } = 400;

    /// <summary>
    /// Also: the same data and steps with a batch of 108 and of 960; and mining by multipliers beside batch-hard and batch-all.
    /// </summary>
    public bool WithQuestion { get; init; } = true;

    /// <summary>
    /// The phase diagram in place of the grid: batch-hard only, three batch sizes and five dimensions, delta 0 and 1, three seeds
    /// unless others are asked for. f* of larger batches takes most of the time, so there are none.
    /// </summary>
    public TrainingStudySettings AsPhase() => this with
    {
        Separations = [0, 1],
        BatchSizes = [16, 48, 108],
        Dimensions = [2, 4, 8, 16, 32],
        Methods = [TrainingMethod.BatchHard],
        WithQuestion = false,
        Seeds = Seeds ?? 3,
    };
}
