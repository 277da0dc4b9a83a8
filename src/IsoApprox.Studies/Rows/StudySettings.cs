using IsoApprox.Embeddings;

namespace IsoApprox.Studies.Rows;

/// <summary>
/// What every study is told: where, which data, which seeds, which part, how many runs at once. A study adds its own properties.
/// </summary>
public abstract record StudySettings
{
    /// <summary>Folder for rows and figures; created when missing.</summary>
    public required string OutputDirectory { get; init; }

    /// <summary>Labelled points that are used besides the random instances; null for none.</summary>
    public Embedding? Data { get; init; }

    /// <summary>Name of <see cref="Data"/> in rows and figures.</summary>
    public string DataName { get; init; } = "data";

    /// <summary>First seed.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Number of seeds, at least 1; null for as many as the grid names, 1 where it names none.</summary>
    public int? Seeds { get; init; }

    /// <summary>The small grid.</summary>
    public bool Quick { get; init; }

    /// <summary>The part that is computed. Figures show all rows found in the folder; a part alone draws none.</summary>
    public Shard Shard { get; init; } = Shard.Whole;

    /// <summary>Runs at the same time; null for all cores. Results do not depend on it.</summary>
    public int? Jobs { get; init; }

    /// <summary>The seeds: <see cref="Seeds"/> of them, from <see cref="Seed"/> on.</summary>
    /// <exception cref="EmbeddingException">The last one is beyond the largest integer.</exception>
    internal IEnumerable<int> SeedRange => SeedsFrom(Seeds ?? 1);

    /// <summary>So many seeds, from <see cref="Seed"/> on.</summary>
    /// <exception cref="EmbeddingException">The last one is beyond the largest integer.</exception>
    internal IEnumerable<int> SeedsFrom(int count) => (long)Seed + count - 1 <= int.MaxValue
        ? Enumerable.Range(Seed, count)
        : throw new EmbeddingException($"{count} seeds from {Seed} on go beyond {int.MaxValue}; give a smaller first seed");
}
