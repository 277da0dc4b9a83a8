using System.Globalization;
using IsoApprox.Embeddings;
using IsoApprox.Studies.Instances;
using IsoApprox.Studies.Rows;

namespace IsoApprox.Studies.CollapseSweep;

/// <summary>The settings of one run: which points, which labels.</summary>
/// <param name="Model">Where the points come from.</param>
/// <param name="Points">N.</param>
/// <param name="Dimension">n.</param>
/// <param name="Plan">How the points are split into classes.</param>
/// <param name="LabelNoise">Share of the points whose labels are shuffled among each other.</param>
/// <param name="Seed">Seed of points and noise.</param>
/// <param name="WithBounds">True to compute the lifted bound and the penetration bound each on its own, for the figure with proof
/// bands.</param>
/// <param name="Data">Name and digest of the file, for <see cref="PointKind.Data"/>.</param>
internal sealed record CollapseCell(
    PointModel Model, int Points, int Dimension, ClassPlan Plan, double LabelNoise, int Seed, bool WithBounds, string? Data)
{
    internal string Id => Instance + (WithBounds ? "/bounds" : string.Empty);

    // The same instance with and without bounds has the same points.
    private string Instance => string.Create(
        CultureInfo.InvariantCulture,
        $"{Data ?? Model.ToString()}/N={Points}/n={Dimension}/classes={Plan}/noise={LabelNoise:R}/seed={Seed}");

    /// <summary>The embedding of the run.</summary>
    /// <param name="data">The file's points, for <see cref="PointKind.Data"/>.</param>
    internal Embedding Draw(Embedding? data)
    {
        var random = new Random(unchecked((int)StableHash.Of(Instance)));
        var classes = Plan.CountFor(Points)!.Value;
        if (Model.Kind == PointKind.Data)
        {
            var drawn = DataSample.Draw(random, data!, Points, classes, Dimension);
            return Embedding.Create(
                drawn.Coordinates, Dimension, Array.ConvertAll(Shuffled(random, [.. drawn.Classes]), k => drawn.ClassNames[k]));
        }

        var labels = Enumerable.Range(0, Points).Select(i => (int)((long)i * classes / Points)).ToArray();
        var points = Model.Draw(random, labels, Dimension);
        return Embedding.Create(points, Dimension, Shuffled(random, labels));
    }

    // Labels move among the chosen points, so class sizes stay as they are; some points get their own label back.
    private int[] Shuffled(Random random, int[] labels)
    {
        var chosen = Enumerable.Range(0, labels.Length).ToArray();
        random.Shuffle(chosen);
        chosen = chosen[..(int)Math.Round(LabelNoise * labels.Length)];
        var moved = Array.ConvertAll(chosen, i => labels[i]);
        random.Shuffle(moved);
        for (var k = 0; k < chosen.Length; k++)
        {
            labels[chosen[k]] = moved[k];
        }

        return labels;
    }
}
