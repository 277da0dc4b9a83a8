using IsoApprox.Embeddings;

namespace IsoApprox.Learning.Losses;

/// <summary>Levels of similarity for the ladder loss: 0 is the nearest level, <see cref="Count"/> - 1 the farthest.</summary>
public interface IRelevanceLevels
{
    /// <summary>Number of levels, at least 2.</summary>
    int Count { get; }

    /// <summary>Level 0..Count-1 of row <paramref name="other"/> as seen from row <paramref name="anchor"/>.</summary>
    /// <param name="f">The batch.</param>
    /// <param name="anchor">Row of the anchor.</param>
    /// <param name="other">Another row.</param>
    int Level(Embedding f, int anchor, int other);
}

/// <summary>Two levels: the same class, another class. The ladder loss is then a triplet loss.</summary>
public sealed class ClassLevels : IRelevanceLevels
{
    /// <inheritdoc/>
    public int Count => 2;

    /// <inheritdoc/>
    public int Level(Embedding f, int anchor, int other)
    {
        ArgumentNullException.ThrowIfNull(f);
        return f.Classes[anchor] == f.Classes[other] ? 0 : 1;
    }
}

/// <summary>Three levels: the same class, another class of the same group, another group.</summary>
/// <param name="groups">Group of each class label.</param>
public sealed class GroupLevels(IReadOnlyDictionary<string, string> groups) : IRelevanceLevels
{
    /// <inheritdoc/>
    public int Count => 3;

    /// <inheritdoc/>
    /// <exception cref="EmbeddingException">A label has no group.</exception>
    public int Level(Embedding f, int anchor, int other)
    {
        ArgumentNullException.ThrowIfNull(f);
        return f.Classes[anchor] == f.Classes[other] ? 0 : GroupOf(f, anchor) == GroupOf(f, other) ? 1 : 2;
    }

    private string GroupOf(Embedding f, int row) => groups.TryGetValue(f.ClassNames[f.Classes[row]], out var group)
        ? group
        : throw new EmbeddingException($"row {row}: the class '{f.ClassNames[f.Classes[row]]}' has no group; give every class a group");
}
