using System.Globalization;
using IsoApprox.Embeddings;
using IsoApprox.Learning.Training;
using IsoApprox.Studies.Instances;
using IsoApprox.Studies.Rows;

namespace IsoApprox.Studies.TrainingSweep;

/// <summary>Labelled items with the model that is trained on them.</summary>
/// <param name="Name">Name in rows and figures.</param>
/// <param name="ModelName">network or free.</param>
/// <param name="Digest">Of the data.</param>
/// <param name="Items">Inputs with labels.</param>
/// <param name="Model">A fresh model for a dimension and a seed.</param>
internal sealed record TrainingSource(string Name, string ModelName, string Digest, Embedding Items, Func<int, int, ITrainableModel> Model)
{
    /// <summary>Model whose parameters are the coordinates.</summary>
    internal const string FreeName = "free";

    private const int Inputs = 32;
    private const int Hidden = 64;
    private const int DataSeed = 2210;

    /// <summary>The coordinates of the items are the parameters; Gaussian with variance 1 in each, labels without meaning.</summary>
    internal static TrainingSource Free(int classes, int members)
    {
        var labels = Labels(classes, members);
        var items = Embedding.Create(new double[labels.Length], 1, labels);
        return new TrainingSource(
            FreeName, FreeName, DataDigest.Of(items), items, (n, seed) => FreeEmbedding.Gaussian(items.Count, n, 1, seed));
    }

    /// <summary>
    /// A network 32-64-n on a Gaussian mixture: class means with variance delta^2, points around them with variance 1, in each input.
    /// </summary>
    internal static TrainingSource Mixture(double delta, int classes, int members)
    {
        var labels = Labels(classes, members);
        var points = new PointModel(PointKind.Mixture, delta).Draw(new Random(DataSeed), labels, Inputs);
        return Network(string.Create(CultureInfo.InvariantCulture, $"mixture:{delta:R}"), Embedding.Create(points, Inputs, labels));
    }

    /// <summary>
    /// A network on given data, each coordinate moved to mean 0 and all divided by their common deviation, as the mixtures are.
    /// </summary>
    internal static TrainingSource Given(Embedding data, string name)
    {
        var (n, points) = (data.Dimension, data.Coordinates.ToArray());
        var mean = new double[n];
        for (var i = 0; i < points.Length; i++)
        {
            mean[i % n] += points[i] / data.Count;
        }

        var square = 0.0;
        for (var i = 0; i < points.Length; i++)
        {
            points[i] -= mean[i % n];
            square += points[i] * points[i] / points.Length;
        }

        for (var i = 0; i < points.Length && square > 0; i++)
        {
            points[i] /= Math.Sqrt(square);
        }

        return Network(name, data.WithPoints(points, n));
    }

    private static TrainingSource Network(string name, Embedding inputs) =>
        new(name, "network", DataDigest.Of(inputs), inputs, (n, seed) => new MultilayerPerceptron(inputs, [Hidden], n, seed));

    private static int[] Labels(int classes, int members) => [.. Enumerable.Range(0, classes * members).Select(i => i % classes)];
}
