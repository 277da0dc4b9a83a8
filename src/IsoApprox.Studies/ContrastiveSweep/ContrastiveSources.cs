using IsoApprox.Embeddings;
using IsoApprox.Learning.Training;
using IsoApprox.Studies.Rows;

namespace IsoApprox.Studies.ContrastiveSweep;

/// <summary>
/// The data sets of the study. Every embedding has 32 dimensions, more than C - 1 for ten classes, so that a simplex frame fits.
/// </summary>
internal static class ContrastiveSources
{
    private const int Dimension = 32;
    private const int Classes = 10;
    private const int DataSeed = 2311;
    private const int HeldOutEach = 5;

    /// <summary>free, mixture, and the given data.</summary>
    internal static IReadOnlyList<ContrastiveSource> Of(ContrastiveSettings settings)
    {
        var sets = new List<ContrastiveSource> { Free(settings.Quick), Mixture(settings.Quick) };
        if (settings.Data is { } data)
        {
            sets.Add(Given(data, NameOf(settings.DataName), settings.Quick));
        }

        return
        [
            .. sets.Select(set => set with
            {
                Training = set.Training with
                {
                    Batches = settings.BatchSize is { } size ? new UniformBatches(size) : set.Training.Batches,
                    LearningRate = settings.Rate ?? set.Training.LearningRate,
                },
            }),
        ];
    }

    // The unconstrained feature model: 200 points, their coordinates are the parameters; initial norms about 1.
    private static ContrastiveSource Free(bool quick)
    {
        var labels = Labels(Classes * 20);
        var settings = new TrainingSettings { Epochs = quick ? 60 : 600, LearningRate = 0.01 };
        return new ContrastiveSource(
            "free", DataDigest.Of(labels), labels, null, settings,
            (_, seed) => FreeEmbedding.Gaussian(labels.Count, Dimension, 1 / Math.Sqrt(Dimension), seed));
    }

    // Ten Gaussian classes in R^20: means with variance 1 and points with variance 1 around them in each coordinate; as many again are held
    // out.
    private static ContrastiveSource Mixture(bool quick)
    {
        const int inputs = 20;
        var labels = Labels(Classes * 40);
        var random = new Random(DataSeed);
        var means = new double[Classes * inputs];
        GaussianNumbers.Fill(random, 1, means);
        return Network("mixture", Draw(), Draw(), 200, quick ? 20 : 200);

        Embedding Draw()
        {
            var points = new double[labels.Count * inputs];
            GaussianNumbers.Fill(random, 1, points);
            for (var i = 0; i < points.Length; i++)
            {
                points[i] += means[(labels.Classes[i / inputs] * inputs) + (i % inputs)];
            }

            return labels.WithPoints(points, inputs);
        }
    }

    private static ContrastiveSource Given(Embedding data, string name, bool quick)
    {
        var largest = 0.0;
        foreach (var x in data.Coordinates)
        {
            largest = Math.Max(largest, Math.Abs(x));
        }

        var scaled = data.Coordinates.ToArray();
        for (var i = 0; i < scaled.Length && largest > 0; i++)
        {
            scaled[i] /= largest;
        }

        var points = data.WithPoints(scaled, data.Dimension);
        var (kept, heldOut) = Split(points);
        return Network(name, kept, heldOut, 256, quick ? 10 : 100);
    }

    /// <summary>Every fifth point of a class is held out.</summary>
    private static (Embedding Kept, Embedding? HeldOut) Split(Embedding data)
    {
        var isHeldOut = new bool[data.Count];
        for (var c = 0; c < data.ClassCount; c++)
        {
            var members = data.Members(c);
            for (var k = HeldOutEach - 1; k < members.Length; k += HeldOutEach)
            {
                isHeldOut[members[k]] = true;
            }
        }

        var rows = Enumerable.Range(0, data.Count).ToLookup(i => isHeldOut[i]);
        return (data.Rows([.. rows[false]]), rows[true].Any() ? data.Rows([.. rows[true]]) : null);
    }

    private static ContrastiveSource Network(string name, Embedding inputs, Embedding? heldOut, int batch, int epochs)
    {
        var settings = new TrainingSettings { Epochs = epochs, LearningRate = 0.001, Batches = new UniformBatches(batch) };
        return new ContrastiveSource(
            name, DataDigest.Of(inputs), inputs, heldOut, settings,
            (items, seed) => new MultilayerPerceptron(items, [128], Dimension, seed));
    }

    // Names files and SVG ids: letters, digits and dashes only.
    private static string NameOf(string data)
    {
        var name = string.Concat(data.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
        return name is "free" or "mixture" ? name + "-data" : name.Length > 0 && char.IsAsciiLetter(name[0]) ? name : "data-" + name;
    }

    private static Embedding Labels(int count) =>
        Embedding.Create(new double[count], 1, [.. Enumerable.Range(0, count).Select(i => i % Classes)]);
}
