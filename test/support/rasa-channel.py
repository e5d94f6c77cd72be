"""A bot behind the Socket.IO channel of Rasa, on python-socketio as in Rasa (rasa/core/channels/socketio.py), with what
credentials.yml sets there: --namespace, --jwt-key (here: the token itself), --session-persistence. Prints its port.

Its dialogue counts the messages of each sender, offers buttons, sends an image and custom JSON, and answers "slow" with two
messages 300 ms apart."""

import argparse
import asyncio
import uuid

import socketio
from aiohttp import web

parser = argparse.ArgumentParser()
parser.add_argument("--namespace", default="/")
parser.add_argument("--token")
parser.add_argument("--session-persistence", action="store_true")
settings = parser.parse_args()

server = socketio.AsyncServer(async_mode="aiohttp", cors_allowed_origins="*")
turns = {}


async def say(room, message):
    await server.emit("bot_uttered", message, room=room, namespace=settings.namespace)


async def answer(sender, text):
    turns[sender] = turns.get(sender, 0) + 1
    if text == "buttons":
        buttons = [{"title": "Count", "payload": "/count"}, {"title": "Stop", "payload": "/stop"}]
        replies = [{"content_type": "text", **button} for button in buttons]
        await say(sender, {"text": "What next?", "quick_replies": replies})
    elif text == "image":
        await say(sender, {"attachment": {"type": "image", "payload": {"src": "https://example.com/cat.png"}}})
    elif text == "custom":
        await say(sender, {"date": "2026-12-01", "slots": [1, 2]})
    elif text == "slow":
        await say(sender, {"text": "One moment."})
        await asyncio.sleep(0.3)
        await say(sender, {"text": "Here it is."})
    else:
        await say(sender, {"text": f"{text} is message {turns[sender]}"})


@server.on("connect", namespace=settings.namespace)
async def connect(sid, environ, auth=None):
    if settings.token is None:
        return True
    return bool(auth) and str(auth.get("token", "")).replace("Bearer ", "") == settings.token


@server.on("session_request", namespace=settings.namespace)
async def session_request(sid, data=None):
    session_id = (data or {}).get("session_id") or uuid.uuid4().hex
    if settings.session_persistence:
        server.enter_room(sid, session_id, namespace=settings.namespace)
    await server.emit("session_confirm", session_id, room=sid, namespace=settings.namespace)


@server.on("user_uttered", namespace=settings.namespace)
async def user_uttered(sid, data):
    sender = data.get("session_id") if settings.session_persistence else sid
    if sender:
        await answer(sender, data["message"])


async def main():
    app = web.Application()
    server.attach(app)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(site._server.sockets[0].getsockname()[1], flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
