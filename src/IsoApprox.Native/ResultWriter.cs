using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using IsoApprox.Measures;

namespace IsoApprox.Native;

/// <summary>
/// A JSON object on one line, with the field names of the command line. Numbers round-trip; a value that is not finite, or was not
/// computed, is null and a note says why.
/// </summary>
internal sealed class ResultWriter : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly List<string> _notes = [];
    private readonly Utf8JsonWriter _json;

    internal ResultWriter()
    {
        _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) });
        _json.WriteStartObject();
    }

    /// <summary>The writer, for fields of other shapes.</summary>
    internal Utf8JsonWriter Json => _json;

    /// <summary>A remark.</summary>
    internal void Note(string text) => _notes.Add(text);

    /// <summary>A number, or null with a note.</summary>
    internal void Number(string name, double value)
    {
        _json.WritePropertyName(name);
        NumberValue(name, value);
    }

    /// <summary>A count, or null where there is nothing to count.</summary>
    internal void Count(string name, int? value)
    {
        _json.WritePropertyName(name);
        if (value is { } count)
        {
            _json.WriteNumberValue(count);
        }
        else
        {
            _json.WriteNullValue();
        }
    }

    /// <summary>A number without a name, or null with a note.</summary>
    internal void NumberValue(string field, double value)
    {
        if (double.IsFinite(value))
        {
            _json.WriteNumberValue(value);
        }
        else
        {
            _json.WriteNullValue();
            Note($"{field} is not finite");
        }
    }

    /// <summary>Numbers as an array.</summary>
    internal void Numbers(string name, ReadOnlySpan<double> values)
    {
        _json.WriteStartArray(name);
        foreach (var value in values)
        {
            NumberValue(name, value);
        }

        _json.WriteEndArray();
    }

    /// <summary>A value with the pair of rows that attains it.</summary>
    internal void Pair(string name, PairMeasure measure)
    {
        _json.WriteStartObject(name);
        Number("value", measure.Value);
        _json.WriteStartArray("pair");
        _json.WriteNumberValue(measure.First);
        _json.WriteNumberValue(measure.Second);
        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    /// <summary>Computes one field and writes it, or writes null with a note once the call was stopped.</summary>
    internal void Step<T>(string name, StopFlag stop, Func<T> compute, Action<T> write) => Step([name], stop, compute, write);

    /// <summary>Computes fields that come together and writes them, or null for each with one note once the call was stopped.</summary>
    internal void Step<T>(string[] names, StopFlag stop, Func<T> compute, Action<T> write)
    {
        T value;
        try
        {
            stop.Token.ThrowIfCancellationRequested();
            value = compute();
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            Array.ForEach(names, _json.WriteNull);
            Note($"{string.Join(", ", names)} {(names.Length == 1 ? "was" : "were")} not computed: {stop.Reason}");
            return;
        }

        write(value);
    }

    /// <summary>The whole object in UTF-8. Nothing can be written after.</summary>
    internal ReadOnlySpan<byte> Finish()
    {
        if (_notes.Count > 0)
        {
            _json.WriteStartArray("notes");
            _notes.ForEach(_json.WriteStringValue);
            _json.WriteEndArray();
        }

        _json.WriteEndObject();
        _json.Flush();
        return _buffer.WrittenSpan;
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();
}
