using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using IsoApprox.Studies.CollapseSweep;
using IsoApprox.Studies.ContrastiveSweep;
using IsoApprox.Studies.MarginSweep;
using IsoApprox.Studies.TrainingSweep;
using IsoApprox.Studies.Watching;

namespace IsoApprox.Studies.Tests.Rows;

/// <summary>The generated forms of rows say what reflection would: old files stay readable.</summary>
public sealed class RowFormatTests
{
    public static TheoryData<string> Studies => [.. Formats.Keys];

    private static readonly Dictionary<string, JsonTypeInfo> Formats = new(StringComparer.Ordinal)
    {
        ["collapse"] = CollapseRowJson.Format,
        ["contrastive"] = ContrastiveRowJson.Format,
        ["margin"] = MarginRowJson.Format,
        ["training"] = TrainingRowJson.Format,
        ["watch"] = WatchRowJson.Format,
    };

    [Theory]
    [MemberData(nameof(Studies))]
    public void Generated_rows_have_the_members_that_reflection_finds(string study)
    {
        var generated = Formats[study];
        var reflected = new JsonSerializerOptions(generated.Options) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };
        var seen = new HashSet<Type>();
        Compare(generated, reflected, seen);
        Assert.Equal(study != "watch", seen.Any(type => type.IsEnum));
    }

    private static void Compare(JsonTypeInfo generated, JsonSerializerOptions reflected, HashSet<Type> seen)
    {
        if (!seen.Add(generated.Type))
        {
            return;
        }

        if (generated.Type.IsEnum)
        {
            var text = JsonSerializer.Serialize(Enum.GetValues(generated.Type).GetValue(0), generated);
            Assert.Matches("^\"[a-z]", text);
            return;
        }

        var other = reflected.GetTypeInfo(generated.Type);
        Assert.Equal(other.Properties.Select(Describe), generated.Properties.Select(Describe));
        string Describe(JsonPropertyInfo p) =>
            $"{p.Name} {p.PropertyType} {p.IsGetNullable} {p.IsSetNullable} {p.AssociatedParameter is not null} {p.IsRequired}";
        foreach (var type in generated.Properties.SelectMany(p => Parts(p.PropertyType)))
        {
            Compare(generated.Options.GetTypeInfo(type), reflected, seen);
        }
    }

    private static IEnumerable<Type> Parts(Type type) => type.IsGenericType ? type.GetGenericArguments() : [type];
}
