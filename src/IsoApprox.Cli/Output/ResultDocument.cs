using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using IsoApprox.Embeddings;

namespace IsoApprox.Cli.Output;

/// <summary>
/// The JSON result of one run. Numbers round-trip; infinities and NaN never appear: such a value becomes null and a note says why.
/// </summary>
internal sealed class ResultDocument
{
    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    private readonly JsonObject _fields = [];
    private readonly List<string> _notes = [];

    /// <summary>Remarks on null fields and on what is not proved.</summary>
    internal IReadOnlyList<string> Notes => _notes;

    /// <summary>Sets a field; fields keep the order in which they were set.</summary>
    internal JsonNode? this[string name]
    {
        set => _fields[name] = value;
    }

    /// <summary>Sets the fields of an object, which loses them.</summary>
    internal void Add(JsonObject fields)
    {
        foreach (var (name, value) in fields.ToArray())
        {
            fields.Remove(name);
            _fields[name] = value;
        }
    }

    /// <summary>Adds a remark.</summary>
    internal void Note(string text) => _notes.Add(text);

    /// <summary>A finite number, or null with a note.</summary>
    internal JsonNode? Number(string field, double value, string reason = "is not finite")
    {
        if (double.IsFinite(value))
        {
            return JsonValue.Create(value);
        }

        Note($"{field} {reason}");
        return null;
    }

    /// <summary>A row of numbers, all finite.</summary>
    internal static JsonArray Row(ReadOnlySpan<double> values)
    {
        var row = new JsonArray();
        foreach (var value in values)
        {
            row.Add((JsonNode)JsonValue.Create(value));
        }

        return row;
    }

    /// <summary>All points of an embedding as rows.</summary>
    internal static JsonArray Rows(Embedding embedding)
    {
        var rows = new JsonArray();
        for (var i = 0; i < embedding.Count; i++)
        {
            rows.Add((JsonNode)Row(embedding[i]));
        }

        return rows;
    }

    /// <summary>What was read: file, points, dimension, classes.</summary>
    internal static JsonObject Input(string file, Embedding embedding) => new()
    {
        ["file"] = file,
        ["points"] = embedding.Count,
        ["dimension"] = embedding.Dimension,
        ["classes"] = embedding.ClassCount,
    };

    /// <summary>The whole object on one line.</summary>
    internal string ToJson()
    {
        if (_notes.Count > 0)
        {
            var notes = new JsonArray();
            foreach (var note in _notes)
            {
                notes.Add((JsonNode)note);
            }

            _fields["notes"] = notes;
        }

        return _fields.ToJsonString(OneLine);
    }
}
