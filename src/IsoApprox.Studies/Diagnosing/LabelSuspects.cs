using IsoApprox.Arithmetic;
using IsoApprox.Certificates.Gram;
using IsoApprox.Embeddings;
using IsoApprox.Studies.Predictions;

namespace IsoApprox.Studies.Diagnosing;

/// <summary>Points that f* moves as far as it may and whose neighbours have another label.</summary>
internal static class LabelSuspects
{
    /// <summary>
    /// Neighbours that are asked at most. A point of a class of m has m - 1 of its own, and more are not asked: in a batch of small
    /// classes, such as 18 x 4, the rest would have other labels wherever the point lies.
    /// </summary>
    private const int Neighbours = 10;

    /// <summary>A point that moves less than this share of d_haus is not at its limit.</summary>
    private const double AtLimit = 0.9;

    /// <summary>More than half of the neighbours must disagree.</summary>
    private const double Disagreement = 0.5;

    /// <summary>
    /// Suspects of a batch. When labels mean nothing most points would qualify, so none is named: see <see cref="LabelsMeanNothing"/>.
    /// </summary>
    /// <param name="batch">The batch.</param>
    internal static IReadOnlyList<LabelSuspect> Find(BatchDiagnosis batch)
    {
        var (f, prediction) = (batch.Points, batch.Prediction);
        if (prediction.Solution.Upper == 0 || f.ClassCount < 2 || LabelsMeanNothing(prediction.State))
        {
            return [];
        }

        var mu = prediction.Solution.Certificate is GramCertificate gram ? gram.Mu : null;
        var total = mu?.Sum() ?? 0;
        var suspects = new List<LabelSuspect>();
        for (var i = 0; i < f.Count; i++)
        {
            var displacement = Displacement(f, prediction.Canonical, i) / prediction.Solution.Upper;
            if (displacement < AtLimit || f.Members(f.Classes[i]).Length == 1)
            {
                continue;
            }

            var nearest = Nearest(f, i);
            var (share, label) = Vote(f, i, nearest);
            if (share > Disagreement && label != f.Classes[i])
            {
                var multiplier = total > 0 ? mu![i] / total : (double?)null;
                suspects.Add(new LabelSuspect(
                    batch.Rows[i], f.ClassNames[f.Classes[i]], displacement, multiplier, share, f.ClassNames[label],
                    [.. nearest.Select(
                        j => new SuspectNeighbour(batch.Rows[j], f.ClassNames[f.Classes[j]], PairwiseDistances.Distance(f[i], f[j])))]));
            }
        }

        return [.. suspects.OrderByDescending(s => s.Neighbours).ThenByDescending(s => s.Multiplier ?? 0).ThenBy(s => s.Row)];
    }

    /// <summary>True when labels do not order distances: 0.4 or more of the triplets are violated, where 0.5 is chance.</summary>
    internal static bool LabelsMeanNothing(EmbeddingState state) => state.ViolatedTriplets >= 0.4;

    /// <summary>How far g moves point i of f; coordinates that g has more than f count from 0.</summary>
    internal static double Displacement(Embedding f, Embedding g, int i)
    {
        var sum = PairwiseDistances.Squared(f[i], g[i][..f.Dimension]);
        foreach (var x in g[i][f.Dimension..])
        {
            sum += x * x;
        }

        return Math.Sqrt(sum);
    }

    private static int[] Nearest(Embedding f, int i) =>
        [.. Enumerable.Range(0, f.Count).Where(j => j != i).OrderBy(j => PairwiseDistances.Squared(f[i], f[j]))
            .Take(Math.Min(Neighbours, f.Members(f.Classes[i]).Length - 1))];

    // Share of the nearest neighbours with another label, and the most frequent label among them (lowest class on ties).
    private static (double Share, int Label) Vote(Embedding f, int i, int[] nearest)
    {
        var votes = new int[f.ClassCount];
        foreach (var j in nearest)
        {
            votes[f.Classes[j]]++;
        }

        return (1 - ((double)votes[f.Classes[i]] / nearest.Length), Array.IndexOf(votes, votes.Max()));
    }
}
