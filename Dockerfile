# The application image: web server and task clusters run from it (docker-compose.yml).
FROM python:3.11-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 990 --home-dir /app --shell /usr/sbin/nologin fengqiao \
    && install -d -o fengqiao -g fengqiao -m 0700 /var/lib/fengqiao /var/lib/fengqiao/backups
WORKDIR /app
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes --only-binary=:all: -r requirements.lock
COPY . .
ENV PYTHONUNBUFFERED=1 FENGQIAO_VAR=/var/lib/fengqiao BIND=0.0.0.0
USER fengqiao
EXPOSE 8000
CMD ["gunicorn", "-c", "config/gunicorn.py"]
