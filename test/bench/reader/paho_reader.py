# What a Python user writes: paho-mqtt, one JSON object a line on standard output.
import json
import sys
import time

import paho.mqtt.client as mqtt


def on_connect(client, userdata, flags, code):
    client.subscribe("espulse/+/telemetry", qos=1)


def on_message(client, userdata, message):
    line = {
        "topic": message.topic,
        "rx": int(time.time() * 1000),
        "qos": message.qos,
        "retain": bool(message.retain),
        "payload": json.loads(message.payload),
    }
    print(json.dumps(line), flush=True)


client = mqtt.Client()
client.on_connect = on_connect
client.on_message = on_message
client.connect("127.0.0.1", int(sys.argv[1]))
client.loop_forever()
