using IsoApprox.Embeddings;
using IsoApprox.Studies.Predictions;

namespace IsoApprox.Studies.Diagnosing;

/// <summary>What to diagnose and how long.</summary>
public sealed record DiagnosisSettings
{
    /// <summary>Classes P of a batch; null for all.</summary>
    public int? BatchClasses { get; init; }

    /// <summary>Points of a batch in all, split evenly over its classes; null for all points.</summary>
    public int? BatchPoints { get; init; }

    /// <summary>Batches that are drawn; one when a batch is the whole set.</summary>
    public int Batches { get; init; } = 3;

    /// <summary>Seed of batches and searches.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Wall-clock limit of everything; null for none.</summary>
    public TimeSpan? TimeLimit { get; init; } = TimeSpan.FromSeconds(50);

    /// <summary>Threads; null for all cores.</summary>
    public int? Threads { get; init; }
}

/// <summary>What training is expected to do to a batch.</summary>
public enum CollapseVerdict
{
    /// <summary>The search was ended before it found anything nearer than embeddings that are Triplet-Separated by construction.</summary>
    Undecided,

    /// <summary>Every hardest triplet is satisfied already: no force, no collapse.</summary>
    Separated,

    /// <summary>The nearest Triplet-Separated embedding keeps most of its extent and its classes.</summary>
    NoCollapse,

    /// <summary>The classes contract to less than half of their extent, apart from each other: what training should do.</summary>
    ClassesContract,

    /// <summary>Each class is one point, the classes apart: neural collapse.</summary>
    ClassCollapse,

    /// <summary>The whole contracts to less than half of its extent.</summary>
    PartialCollapse,

    /// <summary>All points near one: network collapse.</summary>
    TotalCollapse,
}

/// <summary>One batch with its prediction.</summary>
/// <param name="Rows">Rows of the input.</param>
/// <param name="Points">The batch.</param>
/// <param name="Prediction">State, interval of d_haus, canonical f* and its measures.</param>
/// <param name="Verdict">What is expected.</param>
public sealed record BatchDiagnosis(IReadOnlyList<int> Rows, Embedding Points, CollapsePrediction Prediction, CollapseVerdict Verdict);

/// <summary>The batch with one thing changed.</summary>
/// <param name="Name">fewerPoints, fewerClasses, spareDimensions, withoutSuspects.</param>
/// <param name="Change">What was changed, in words.</param>
/// <param name="Points">The changed batch.</param>
/// <param name="Prediction">Its prediction.</param>
/// <param name="Verdict">What is expected of it.</param>
/// <param name="Gain">Change of the extent that is kept, <see cref="Diagnose.Kept"/>: after minus before.</param>
public sealed record Intervention(
    string Name, string Change, Embedding Points, CollapsePrediction Prediction, CollapseVerdict Verdict, double Gain);

/// <summary>A point whose label may be wrong.</summary>
/// <param name="Row">Row of the input.</param>
/// <param name="Class">Its label.</param>
/// <param name="Displacement">How far f* moves it, in shares of d_haus (at most 1.001).</param>
/// <param name="Multiplier">Its share of the multipliers mu of the certificate, 0..1: how much of the bound rests on it. Null when another
/// kind of certificate was best.</param>
/// <param name="Neighbours">Share of its nearest neighbours that have another label.</param>
/// <param name="Suggested">The most frequent label among the neighbours.</param>
/// <param name="Nearest">The neighbours, nearest first.</param>
public sealed record LabelSuspect(
    int Row, string Class, double Displacement, double? Multiplier, double Neighbours, string Suggested,
    IReadOnlyList<SuspectNeighbour> Nearest);

/// <summary>A neighbour of a point whose label may be wrong.</summary>
/// <param name="Row">Row of the input.</param>
/// <param name="Class">Its label.</param>
/// <param name="Distance">Euclidean distance from the point.</param>
public sealed record SuspectNeighbour(int Row, string Class, double Distance);

/// <summary>Will triplet training with hard negatives collapse, and why.</summary>
/// <param name="Batches">The batches; the first is the one that interventions change.</param>
/// <param name="Verdict">Of most batches; of the worst on ties.</param>
/// <param name="Sentence">The verdict in one sentence, with what is not certain.</param>
/// <param name="Cause">The intervention that helps most, or null when none is needed or none helps.</param>
/// <param name="Interventions">Those that were finished.</param>
/// <param name="Suspects">Points whose labels look wrong, most suspicious first.</param>
/// <param name="Advice">What to do, one sentence each.</param>
/// <param name="Skipped">What was left out for lack of time.</param>
public sealed record Diagnosis(
    IReadOnlyList<BatchDiagnosis> Batches,
    CollapseVerdict Verdict,
    string Sentence,
    string? Cause,
    IReadOnlyList<Intervention> Interventions,
    IReadOnlyList<LabelSuspect> Suspects,
    IReadOnlyList<string> Advice,
    IReadOnlyList<string> Skipped);
