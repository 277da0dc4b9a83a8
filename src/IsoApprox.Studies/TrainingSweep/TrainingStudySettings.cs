using IsoApprox.Embeddings;
using IsoApprox.Studies.Rows;

namespace IsoApprox.Studies.TrainingSweep;

/// <summary>What the training study runs.</summary>
public sealed record TrainingStudySettings
{
    /// <summary>Folder for rows and figures; created when missing.</summary>
    public required string OutputDirectory { get; init; }

    /// <summary>Labelled data that the network is also trained on; null for none.</summary>
    public Embedding? Data { get; init; }

    /// <summary>Name of <see cref="Data"/> in rows and figures.</summary>
    public string DataName { get; init; } = "data";

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

    /// <summary>Also: the same data and steps with a batch of 108 and of 960; and mining by multipliers beside batch-hard and batch-all.</summary>
    public bool WithQuestion { get; init; } = true;

    /// <summary>First seed.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Number of seeds, at least 1.</summary>
    public int Seeds { get; init; } = 1;

    /// <summary>A small grid: to see that everything runs.</summary>
    public bool Quick { get; init; }

    /// <summary>The part that this call computes.</summary>
    public Shard Shard { get; init; } = Shard.Whole;

    /// <summary>Runs at the same time; null for all cores. Results do not depend on it.</summary>
    public int? Jobs { get; init; }
}
