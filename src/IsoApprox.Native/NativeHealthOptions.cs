using System.Runtime.InteropServices;
using IsoApprox.Embeddings;
using IsoApprox.Learning.Health;
using IsoApprox.Sets;

namespace IsoApprox.Native;

/// <summary>The struct isoapprox_health_options.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct NativeHealthOptions
{
    /// <summary>sizeof the struct.</summary>
    public nuint Size;

    /// <summary>Margin alpha of the losses.</summary>
    public double Margin;

    /// <summary>Hardness of HSCL, at which the theorems on hard negatives are judged.</summary>
    public double Beta;

    /// <summary>Temperature of InfoNCE.</summary>
    public double Temperature;

    /// <summary>Up to so many points every pair is looked at, above it those of a seeded subset.</summary>
    public int PairLimit;

    /// <summary>Seed of the subsets and of the thickness' local search.</summary>
    public int Seed;

    /// <summary>The same items in another embedding, N rows.</summary>
    public NativeMatrix Against;

    /// <summary>Weights of the linear classifier on top, a row a class in the order of the sorted labels.</summary>
    public NativeMatrix Classifier;

    /// <summary>Its biases, one number a class; null for 0.</summary>
    public double* Bias;

    /// <summary>Numbers at <see cref="Bias"/>.</summary>
    public long BiasCount;

    /// <summary>N texts in UTF-8, the group of each row, for the ladder loss; null: none.</summary>
    public byte** Groups;

    /// <summary>Seconds; 0 for no limit. What is not finished by then is null.</summary>
    public double TimeLimit;

    /// <summary>Set to non-zero by another thread to stop; may be null.</summary>
    public int* Cancel;

    /// <summary>The options that a caller starts from.</summary>
    internal static NativeHealthOptions Default
    {
        get
        {
            var settings = new HealthSettings();
            return new()
            {
                Size = (nuint)sizeof(NativeHealthOptions),
                Margin = settings.Margin,
                Beta = settings.Hardness,
                Temperature = settings.Temperature,
                PairLimit = settings.PairLimit,
                Seed = settings.Seed,
            };
        }
    }

    /// <summary>The settings for an embedding.</summary>
    /// <exception cref="EmbeddingException">A number is out of range, or a matrix does not fit the embedding.</exception>
    internal readonly HealthSettings Settings(Embedding f, bool hasLabels)
    {
        NativeSize.RequireNonNegative(Margin, "margin");
        NativeSize.RequireNonNegative(Beta, "beta");
        NativeSize.RequireNonNegative(Temperature, "temperature");
        if (Temperature == 0)
        {
            throw new EmbeddingException("temperature 0: must be above 0");
        }

        if (PairLimit < 1)
        {
            throw new EmbeddingException($"pair_limit {PairLimit}: must be at least 1");
        }

        var against = Against.Read("against");
        return against is null || against.Count == f.Count
            ? new HealthSettings
            {
                Margin = Margin,
                Hardness = Beta,
                Temperature = Temperature,
                PairLimit = PairLimit,
                Seed = Seed,
                HasLabels = hasLabels,
                Against = against,
                Classifier = ReadClassifier(hasLabels),
                Levels = ReadLevels(f, hasLabels),
            }
            : throw new EmbeddingException($"against: {against.Count} rows, X has {f.Count}; row i of both must be the same item");
    }

    private readonly SimilarityLevels? ReadLevels(Embedding f, bool hasLabels) => Groups is null ? null
        : !hasLabels ? throw new EmbeddingException("levels: they are of classes, but X has no labels; give one for each row")
        : NativeSet.ReadLevels(Groups, f);

    private readonly LinearClassifier? ReadClassifier(bool hasLabels)
    {
        var weights = Classifier.Read("classifier");
        var bias = new NativeMatrix { Numbers = Bias, Rows = 1, Columns = BiasCount }.Read("bias");
        if (weights is null)
        {
            return bias is null ? null : throw new EmbeddingException("bias: there is no classifier; give its weights as well");
        }

        if (!hasLabels)
        {
            throw new EmbeddingException("classifier: its rows are classes, but X has no labels; give one for each row");
        }

        return new LinearClassifier(weights, bias?.Coordinates.ToArray());
    }
}
