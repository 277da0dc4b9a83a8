using IsoApprox.Embeddings;

namespace IsoApprox.Learning.Losses;

/// <summary>Similarity of two points.</summary>
public enum Similarity
{
    /// <summary>x.y.</summary>
    Dot,

    /// <summary>cos(x, y); 0 with a zero subgradient when one of them is the zero vector.</summary>
    Cosine,
}

/// <summary>
/// InfoNCE with the points of other classes in the batch as negatives (van den Oord et al. 2018): mean over pairs (i, j) of one class, i
/// not j, of -log( e^{s_ij/T} / (e^{s_ij/T} + sum over negatives l of e^{s_il/T}) ), averaged over the positives of an anchor, then over
/// anchors. Anchors without a positive or a negative are skipped. Positive for every embedding; tends to 0 as s_ij - s_il grows. Cost O(N^2
/// n), memory O(N n).
/// </summary>
/// <param name="temperature">T > 0.</param>
/// <param name="similarity">s.</param>
public sealed class InfoNceLoss(double temperature = 1, Similarity similarity = Similarity.Dot) : IEmbeddingLoss
{
    private readonly double _temperature = temperature > 0 && double.IsFinite(temperature)
        ? temperature
        : throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "a temperature is a finite number above 0");

    /// <inheritdoc/>
    public LossResult Evaluate(Embedding f, Span<double> gradient)
    {
        ArgumentNullException.ThrowIfNull(f);
        DistanceField.RequireLength(f, gradient);
        var points = f.Coordinates.ToArray();
        var normalisation = similarity == Similarity.Cosine ? Normalisation.UnitSphere : Normalisation.None;
        OutputNormalisation.Apply(normalisation, points, f.Dimension);
        var field = new InnerProductField(points, f.Dimension, !gradient.IsEmpty);
        var tally = new TermTally();
        var (row, slopes) = (new double[f.Count], new double[f.Count]);
        var anchors = 0;
        for (var i = 0; i < f.Count; i++)
        {
            if (f.Members(f.Classes[i]).Length is var size && (size == 1 || size == f.Count))
            {
                tally.Skip();
                continue;
            }

            anchors++;
            field.Row(i, row);
            slopes.AsSpan().Clear();
            Anchor(f, i, row, slopes, ref tally);
            field.AddRow(i, slopes);
        }

        var scale = anchors == 0 ? 0 : 1.0 / anchors;
        field.Finish(scale, gradient);
        if (!gradient.IsEmpty)
        {
            OutputNormalisation.PullBack(normalisation, f.Coordinates, f.Dimension, gradient);
        }

        return tally.Weighted(scale);
    }

    private void Anchor(Embedding f, int i, double[] row, double[] slopes, ref TermTally tally)
    {
        var ownClass = f.Classes[i];
        var (largest, hardest) = (double.NegativeInfinity, -1);
        for (var l = 0; l < f.Count; l++)
        {
            if (f.Classes[l] != ownClass && row[l] > largest)
            {
                (largest, hardest) = (row[l], l);
            }
        }

        var sum = 0.0;
        for (var l = 0; l < f.Count; l++)
        {
            sum += f.Classes[l] != ownClass ? Math.Exp((row[l] - largest) / _temperature) : 0;
        }

        var logSum = (largest / _temperature) + Math.Log(sum);
        var weight = 1.0 / (f.Members(ownClass).Length - 1);
        var negativeSlope = 0.0;
        foreach (var j in f.Members(ownClass))
        {
            if (j != i)
            {
                var t = logSum - (row[j] / _temperature);
                tally.Add(Softplus.Value(t), i, j, hardest, weight);
                var slope = weight * Softplus.Slope(t) / _temperature;
                slopes[j] -= slope;
                negativeSlope += slope;
            }
        }

        for (var l = 0; l < f.Count; l++)
        {
            if (f.Classes[l] != ownClass)
            {
                slopes[l] += negativeSlope * Math.Exp((row[l] - largest) / _temperature) / sum;
            }
        }
    }
}
