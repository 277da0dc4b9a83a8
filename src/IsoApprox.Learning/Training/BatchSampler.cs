using IsoApprox.Embeddings;

namespace IsoApprox.Learning.Training;

/// <summary>How the items of an epoch are put into batches.</summary>
public abstract record BatchSampler
{
    /// <summary>The batches of one epoch.</summary>
    /// <param name="labels">The items' labels.</param>
    /// <param name="random">Source of the order.</param>
    public abstract IEnumerable<int[]> Epoch(Embedding labels, Random random);
}

/// <summary>All items in one batch.</summary>
public sealed record FullBatch : BatchSampler
{
    /// <inheritdoc/>
    public override IEnumerable<int[]> Epoch(Embedding labels, Random random)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return [[.. Enumerable.Range(0, labels.Count)]];
    }
}

/// <summary>Items in random order, cut into batches of nearly equal size, at most <paramref name="Size"/>.</summary>
/// <param name="Size">Batch size N >= 1.</param>
public sealed record UniformBatches(int Size) : BatchSampler
{
    /// <inheritdoc/>
    public override IEnumerable<int[]> Epoch(Embedding labels, Random random)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(Size, 1);
        var order = Enumerable.Range(0, labels.Count).ToArray();
        random.Shuffle(order);
        var batches = (order.Length + Size - 1) / Size;
        for (var b = 0; b < batches; b++)
        {
            yield return order[(int)((long)order.Length * b / batches)..(int)((long)order.Length * (b + 1) / batches)];
        }
    }
}

/// <summary>
/// P x K batches (Hermans et al. 2017): P classes in random order, K members of each, drawn without repetition; a class with fewer members
/// gives all it has. An epoch has as many batches as fill the number of items once.
/// </summary>
/// <param name="Classes">P >= 1; all classes when there are fewer.</param>
/// <param name="Members">K >= 1.</param>
public sealed record ClassBatches(int Classes, int Members) : BatchSampler
{
    /// <inheritdoc/>
    public override IEnumerable<int[]> Epoch(Embedding labels, Random random)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(Classes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Members, 1);
        var perBatch = Math.Min(Classes, labels.ClassCount);
        var batches = Math.Max(1, labels.Count / (perBatch * Members));
        var (order, position) = (Enumerable.Range(0, labels.ClassCount).ToArray(), labels.ClassCount);
        for (var b = 0; b < batches; b++)
        {
            if (position + perBatch > order.Length)
            {
                random.Shuffle(order);
                position = 0;
            }

            var batch = new List<int>(perBatch * Members);
            foreach (var c in order[position..(position + perBatch)])
            {
                var members = labels.Members(c).ToArray();
                random.Shuffle(members);
                batch.AddRange(members.Take(Members));
            }

            position += perBatch;
            yield return [.. batch];
        }
    }
}
