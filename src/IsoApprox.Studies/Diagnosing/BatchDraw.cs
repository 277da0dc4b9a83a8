using IsoApprox.Embeddings;

namespace IsoApprox.Studies.Diagnosing;

/// <summary>Class-balanced batches and parts of batches.</summary>
internal static class BatchDraw
{
    /// <summary>
    /// P classes at random and as many members of each as fill N, without repetition; a class with fewer gives all it has. Rows ascending.
    /// </summary>
    internal static int[] Draw(Random random, Embedding f, int classes, int points)
    {
        var order = Enumerable.Range(0, f.ClassCount).ToArray();
        random.Shuffle(order);
        var chosen = order[..Math.Min(classes, order.Length)];
        var members = Array.ConvertAll(chosen, a => Shuffled(random, f.Members(a).ToArray()));

        // Round by round, so that small classes leave their places to the others.
        var rows = new List<int>(points);
        for (var round = 0; rows.Count < points && members.Any(m => m.Length > round); round++)
        {
            rows.AddRange(members.Where(m => m.Length > round).Select(m => m[round]));
        }

        return [.. rows.Take(points).Order()];
    }

    private static int[] Shuffled(Random random, int[] rows)
    {
        random.Shuffle(rows);
        return rows;
    }
}
